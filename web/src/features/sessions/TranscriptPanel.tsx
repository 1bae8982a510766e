import { CircleStop, MessagesSquare, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Agent } from "@/lib/api/types";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Panel } from "@/ui/Panel";
import { LastingSince } from "@/ui/RelativeTime";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { type Place, useSession, useStop, useTranscript } from "./queries";
import { Say } from "./Say";
import { TranscriptEntry } from "./TranscriptEntry";
import { dollars, type SessionLook } from "./transcript";

interface Props {
  place: Place;
  /** Who the agent is, in words. */
  name: string;
  /** What it works on, where that is known. */
  work?: Agent["working_on"];
  /** Why nothing can be said to it now, if so. */
  silent?: string;
  onClose: () => void;
}

/** A session as it goes on: what was said, what the agent does, and a word in between. */
export function TranscriptPanel({ place, name, work, silent, onClose }: Props) {
  const { data: look } = useSession(place);
  return (
    <Panel open onClose={onClose} label={`Session of ${name}`}>
      <header className="flex items-center gap-2 border-b px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 className="flex items-center gap-2 font-semibold">
            <span className="truncate">{name}</span>
            {look?.running && <Badge tone="info">At work</Badge>}
          </h2>
          {work && (
            <p className="text-sm wrap-anywhere">
              {work.in_turn ? "Works on" : "Has"} {work.what} <LastingSince at={work.since} />
            </p>
          )}
          <p className="truncate text-sm text-muted">{look ? told(look) : "On its gateway"}</p>
        </div>
        <Stop place={place} running={look?.running === true} />
        <Button variant="ghost" size="icon-sm" aria-label="Close" onClick={onClose}>
          <X className="size-4" aria-hidden />
        </Button>
      </header>
      <Entries place={place} running={look?.running === true} />
      {silent ? <p className="border-t p-4 text-sm text-muted">{silent}</p> : <Say place={place} name={name} />}
    </Panel>
  );
}

function told({ model, tokens, cost }: SessionLook): string {
  const parts = [
    model,
    tokens !== null && `${tokens.toLocaleString()} tokens in context`,
    cost !== null && dollars(cost),
  ];
  return parts.filter(Boolean).join(" · ") || "Nothing has run in it yet";
}

function Stop({ place, running }: { place: Place; running: boolean }) {
  const stop = useStop(place);
  if (!running) return null;
  return (
    <Button
      size="sm"
      busy={stop.isPending}
      onClick={() =>
        announce(stop.mutateAsync(), {
          done: ({ aborted }) => (aborted ? "It was stopped" : "It had just ended"),
          failed: "It could not be stopped",
        })
      }
    >
      <CircleStop className="size-3.5" aria-hidden />
      Stop
    </Button>
  );
}

function Entries({ place, running }: { place: Place; running: boolean }) {
  const { data, error, refetch } = useTranscript(place, running);
  const end = useRef<HTMLDivElement>(null);
  const newest = data?.at(-1)?.key;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new entry is what it follows
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [newest]);
  if (error && !data) {
    return (
      <div className="flex-1 overflow-y-auto p-4">
        <ErrorState title="The gateway did not tell" error={error} onRetry={refetch} />
      </div>
    );
  }
  if (!data) {
    return (
      <Loading label="Asking the gateway" className="flex flex-1 flex-col gap-3 p-4">
        <Skeleton className="h-12" />
        <Skeleton className="h-20" />
      </Loading>
    );
  }
  if (data.length === 0) {
    return (
      <div className="flex-1">
        <EmptyState icon={MessagesSquare} title="Nothing was said yet">
          What wakes the agent, what it does and what it answers is shown here as it happens.
        </EmptyState>
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <div role="log" aria-label="What was said and done" tabIndex={0} className="min-h-0 flex-1 overflow-y-auto p-4">
      {error && (
        <p role="alert" className="mb-3 text-sm text-bad">
          {errorMessage(error)} This is from before.
        </p>
      )}
      <ol className="flex flex-col gap-3">
        {data.map((entry) => (
          <TranscriptEntry key={entry.key} entry={entry} />
        ))}
      </ol>
      <div ref={end} />
    </div>
  );
}
