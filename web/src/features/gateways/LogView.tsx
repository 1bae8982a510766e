import { ScrollText } from "lucide-react";
import { useEffect, useRef } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Gateway, GatewayLogLine } from "@/lib/api/types";
import { clock } from "@/lib/time/relative";
import { cn } from "@/ui/cn";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { useGatewayLog } from "./queries";

/** The end of a gateway's own log, newest line last, followed while it is open. */
export function LogView({ gateway }: { gateway: Gateway }) {
  const { data, error, refetch } = useGatewayLog(gateway.id);
  const lines = useRef<HTMLDivElement>(null);
  const newest = data?.cursor;
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what it follows
  useEffect(() => {
    // Within its own frame: the page stays where its reader is.
    lines.current?.scrollTo({ top: lines.current.scrollHeight });
  }, [newest]);
  if (error && !data) {
    return <ErrorState title="The gateway did not show its log" error={error} onRetry={refetch} />;
  }
  if (!data) {
    return (
      <Loading label="Asking the gateway" className="flex flex-col gap-2">
        <Skeleton className="h-5" />
        <Skeleton className="h-5" />
        <Skeleton className="h-5" />
      </Loading>
    );
  }
  if (data.lines.length === 0) return <EmptyState icon={ScrollText} title="Nothing is in its log yet" />;
  return (
    <>
      <p className="mb-2 text-sm text-muted">
        The log of the whole gateway: it holds lines of everybody who uses it, other organizations included, and is
        shown to administrators alone.
      </p>
      <div
        ref={lines}
        role="log"
        aria-label={`Log of ${gateway.name}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
        className="max-h-[65dvh] overflow-y-auto rounded-lg border bg-surface py-2 font-mono text-xs"
      >
        {error && (
          <p role="alert" className="px-4 pb-2 font-sans text-sm text-bad">
            {errorMessage(error)} This is from before.
          </p>
        )}
        {data.lines.map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no ids, and are only ever added at the end
          <Line key={place} line={line} />
        ))}
      </div>
    </>
  );
}

const TONES: Record<string, string> = { error: "text-bad", fatal: "text-bad", warn: "text-warn" };

function Line({ line }: { line: GatewayLogLine }) {
  return (
    <p className="flex gap-3 px-4 py-px hover:bg-sunken">
      <span className="shrink-0 text-muted">{line.at ? clock(line.at, Date.now(), "2-digit") : ""}</span>
      <span className={cn("min-w-0 whitespace-pre-wrap wrap-anywhere", TONES[line.level])}>
        {line.level && line.level !== "info" && `${line.level}: `}
        {line.subsystem && <span className="text-muted">{line.subsystem} </span>}
        {line.text}
      </span>
    </p>
  );
}
