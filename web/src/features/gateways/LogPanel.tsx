import { ScrollText, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Gateway, GatewayLogLine } from "@/lib/api/types";
import { clock } from "@/lib/time/relative";
import { Button } from "@/ui/Button";
import { cn } from "@/ui/cn";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Panel } from "@/ui/Panel";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { useGatewayLog } from "./queries";

/** The end of a gateway's own log, followed while it is open. */
export function LogPanel({ gateway, onClose }: { gateway: Gateway; onClose: () => void }) {
  return (
    <Panel open onClose={onClose} label={`Log of ${gateway.name}`} className="sm:max-w-4xl">
      <header className="flex items-center gap-2 border-b px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">Log</h2>
          <p className="truncate text-sm text-muted">What {gateway.name} writes of itself, newest last</p>
        </div>
        <Button variant="ghost" size="icon-sm" aria-label="Close" onClick={onClose}>
          <X className="size-4" aria-hidden />
        </Button>
      </header>
      <Lines gateway={gateway} />
    </Panel>
  );
}

function Lines({ gateway }: { gateway: Gateway }) {
  const { data, error, refetch } = useGatewayLog(gateway.id);
  const end = useRef<HTMLDivElement>(null);
  const newest = data?.cursor;
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what it follows
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [newest]);
  if (error && !data) {
    return (
      <div className="p-4">
        <ErrorState title="The gateway did not show its log" error={error} onRetry={refetch} />
      </div>
    );
  }
  if (!data) {
    return (
      <Loading label="Asking the gateway" className="flex flex-col gap-2 p-4">
        <Skeleton className="h-5" />
        <Skeleton className="h-5" />
        <Skeleton className="h-5" />
      </Loading>
    );
  }
  if (data.lines.length === 0) return <EmptyState icon={ScrollText} title="Nothing is in its log yet" />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <div role="log" aria-label="Lines" tabIndex={0} className="min-h-0 flex-1 overflow-y-auto py-2 font-mono text-xs">
      {error && (
        <p role="alert" className="px-4 pb-2 font-sans text-sm text-bad">
          {errorMessage(error)} This is from before.
        </p>
      )}
      {data.lines.map((line, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no ids, and are only ever added at the end
        <Line key={place} line={line} />
      ))}
      <div ref={end} />
    </div>
  );
}

const TONES: Record<string, string> = { error: "text-bad", fatal: "text-bad", warn: "text-warn" };

function Line({ line }: { line: GatewayLogLine }) {
  return (
    <p className="flex gap-3 px-4 py-px hover:bg-sunken">
      <span className="shrink-0 text-muted">{line.at ? clock(line.at, Date.now()) : ""}</span>
      <span className={cn("min-w-0 whitespace-pre-wrap wrap-anywhere", TONES[line.level])}>
        {line.level && line.level !== "info" && `${line.level}: `}
        {line.subsystem && <span className="text-muted">{line.subsystem} </span>}
        {line.text}
      </span>
    </p>
  );
}
