import { Link } from "@tanstack/react-router";
import { Bot, RefreshCw } from "lucide-react";
import { useState } from "react";
import type { Gateway, GatewayAgent, GatewaySync, GatewaySyncResult } from "@/lib/api/types";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Sentence } from "@/ui/Sentence";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { SetupBadge } from "../agents/SetupBadge";
import { PausedBadge } from "../pausing/PausedBadge";
import { progressOf } from "./progress";
import { useGatewayAgents, useSyncGateway } from "./queries";
import { SyncDialog } from "./SyncDialog";

/** Who lives on a gateway, how far each is set up there, and having all of them brought up to date. */
export function GatewayAgents({ gateway }: { gateway: Gateway }) {
  const { data: agents, error, refetch } = useGatewayAgents(gateway.id);
  const [asking, setAsking] = useState(false);
  const sync = useSyncGateway(gateway.id);
  const bring = (how: GatewaySync) =>
    announce(sync.mutateAsync(how), { begun: told, failed: "The agents could not be brought up to date" });
  const list = useListKeys<HTMLUListElement>("agent");
  if (error) return <ErrorState title="Its agents could not be loaded" error={error} onRetry={refetch} />;
  if (!agents) {
    return (
      <Loading label="Loading its agents" className="flex flex-col gap-3">
        <Skeleton className="h-12" />
        <Skeleton className="h-12" />
      </Loading>
    );
  }
  if (agents.length === 0) {
    return (
      <EmptyState icon={Bot} title="Nobody lives here yet">
        Agents of boards on this gateway are set up on it.
      </EmptyState>
    );
  }
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Progress agents={agents} />
        <Button size="sm" className="ml-auto" busy={sync.isPending} onClick={() => setAsking(true)}>
          <RefreshCw className="size-3.5" aria-hidden />
          Bring up to date…
        </Button>
      </div>
      <ul ref={list} aria-label={`Agents on ${gateway.name}`} className="rounded-lg border bg-surface">
        {agents.map((agent) => (
          <Row key={agent.runtime_id} agent={agent} />
        ))}
      </ul>
      {asking && <SyncDialog gateway={gateway} agents={agents} onSync={bring} onClose={() => setAsking(false)} />}
    </>
  );
}

/** How many have all that is wanted; follows while it is written. */
function Progress({ agents }: { agents: GatewayAgent[] }) {
  const { done, total } = progressOf(agents);
  const words = done === total ? `All ${total} are up to date` : `${done} of ${total} are up to date`;
  return (
    <div className="flex min-w-0 flex-1 basis-56 items-center gap-3">
      <p role="status" className="shrink-0 text-sm tabular-nums">
        {total === 1 && done === 1 ? "It is up to date" : words}
      </p>
      {done < total && (
        <div
          role="progressbar"
          aria-label="Up to date"
          aria-valuenow={done}
          aria-valuemin={0}
          aria-valuemax={total}
          className="h-1.5 min-w-16 flex-1 overflow-hidden rounded-full bg-line"
        >
          <div className="h-full bg-accent" style={{ width: `${(100 * done) / total}%` }} />
        </div>
      )}
    </div>
  );
}

function Row({ agent }: { agent: GatewayAgent }) {
  const isSettled = agent.phase === "ready" && agent.is_current && agent.conflicts.length === 0;
  return (
    <li className="border-b px-4 py-2.5 last:border-b-0">
      <p className="flex flex-wrap items-center gap-2">
        {agent.agent_id ? (
          <Link
            to="/agents/$agentId"
            params={{ agentId: agent.agent_id }}
            data-row
            className="min-h-6 leading-6 font-medium wrap-anywhere hover:underline"
          >
            {agent.name}
          </Link>
        ) : (
          <span className="font-medium wrap-anywhere">{agent.name}</span>
        )}
        <SetupBadge phase={agent.phase} attempts={agent.attempts} />
        {agent.is_paused && <PausedBadge />}
        <span className="font-mono text-xs text-muted wrap-anywhere">{agent.runtime_id}</span>
      </p>
      {!isSettled && (
        <p className="text-sm text-muted wrap-anywhere">
          <Sentence text={agent.reason} />
        </p>
      )}
    </li>
  );
}

function told({ agents_updated, main_updated, errors = [] }: GatewaySyncResult): string {
  const done = agents_updated + (main_updated ? 1 : 0);
  const late = errors.length ? `; ${errors.length} ${errors.length === 1 ? "goes" : "go"} on by themselves` : "";
  return `${done} ${done === 1 ? "agent is" : "agents are"} up to date${late}`;
}
