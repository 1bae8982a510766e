import { errorMessage } from "@/lib/api/errors";
import type { LiveState } from "@/lib/live/events";
import { useLive } from "@/lib/live/LiveProvider";
import { clock, duration } from "@/lib/time/relative";
import { useNow } from "@/lib/time/useNow";
import { cn } from "@/ui/cn";
import { Popover, PopoverContent, PopoverTrigger } from "@/ui/Popover";
import { databaseName, useSystemStatus } from "../system/queries";

/** Whether what is on screen is the present: live, or stale since when. */
export function LiveMark() {
  const { state } = useLive();
  const now = useNow();
  const { dot, text } = describe(state, now);
  return (
    <Popover>
      <PopoverTrigger
        data-testid="live-mark"
        data-status={state.status}
        className="flex h-7 items-center gap-2 rounded-md px-2 text-sm text-muted hover:bg-hover hover:text-text"
      >
        <span className={cn("size-2 shrink-0 rounded-full", dot)} aria-hidden />
        <span role="status">{text}</span>
      </PopoverTrigger>
      <PopoverContent className="w-72 p-3" aria-label="Connection" align="end">
        <SystemFacts live={text} />
      </PopoverContent>
    </Popover>
  );
}

function describe(state: LiveState, now: number): { dot: string; text: string } {
  if (state.status === "live") return { dot: "bg-ok-mark", text: "Live" };
  if (state.status === "connecting") return { dot: "bg-control", text: "Connecting…" };
  const since = clock(state.since, now);
  if (state.status === "refused") return { dot: "bg-bad-mark", text: `Not live since ${since}` };
  return { dot: "bg-warn-mark animate-pulse", text: `Reconnecting, as of ${since}` };
}

function SystemFacts({ live }: { live: string }) {
  const { data, error } = useSystemStatus();
  const facts: [string, string][] = [["Updates", live]];
  if (error) facts.push(["Server", errorMessage(error)]);
  if (data) {
    facts.push(["Server", `${data.version}, up ${duration(data.uptime_seconds)}`]);
    facts.push(["Database", databaseName(data)]);
    facts.push(["Jobs", `${data.jobs.pending} waiting, ${data.jobs.failed} failed`]);
    facts.push(["Open streams", String(data.streams)]);
  }
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="text-right">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
