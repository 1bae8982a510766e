import { Link } from "@tanstack/react-router";
import { ChevronRight, RefreshCw } from "lucide-react";
import { useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Gateway, GatewayAgent, GatewaySyncResult } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Sentence } from "@/ui/Sentence";
import { Skeleton } from "@/ui/Skeleton";
import { toast, toastError } from "@/ui/toast";
import { SetupBadge } from "../agents/SetupBadge";
import { PausedBadge } from "../pausing/PausedBadge";
import { useGatewayAgents, useSyncGateway } from "./queries";

/** Who lives on a gateway, and how far each is set up there. */
export function GatewayAgents({ gateway }: { gateway: Gateway }) {
  const [open, setOpen] = useState(false);
  const list = `agents-of-${gateway.id}`;
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? list : undefined}
        onClick={() => setOpen(!open)}
        className="inline-flex min-h-6 items-center gap-1 text-sm text-muted hover:text-text"
      >
        <ChevronRight className={open ? "size-4 rotate-90" : "size-4"} aria-hidden />
        Agents on {gateway.name}
      </button>
      {open && <List id={list} gateway={gateway} />}
    </div>
  );
}

function List({ id, gateway }: { id: string; gateway: Gateway }) {
  const { data: agents, error, refetch } = useGatewayAgents(gateway.id);
  if (error) {
    return (
      <p id={id} role="alert" className="mt-1 flex flex-wrap items-center gap-2 text-sm text-bad">
        {errorMessage(error)}
        <Button size="sm" onClick={() => void refetch()}>
          Try again
        </Button>
      </p>
    );
  }
  if (!agents) return <Skeleton className="mt-1 h-10" />;
  return (
    <div id={id} className="mt-1 rounded-md border bg-sunken px-3 py-2">
      {agents.length === 0 ? (
        <p className="text-sm text-muted">Nobody lives here yet. Agents of boards on this gateway are set up on it.</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {agents.map((agent) => (
            <Row key={agent.runtime_id} agent={agent} />
          ))}
        </ul>
      )}
      <Sync gateway={gateway} />
    </div>
  );
}

function Row({ agent }: { agent: GatewayAgent }) {
  return (
    <li className="text-sm">
      <p className="flex flex-wrap items-center gap-2">
        {agent.agent_id ? (
          <Link
            to="/agents/$agentId"
            params={{ agentId: agent.agent_id }}
            className="min-h-6 leading-6 font-medium wrap-anywhere hover:underline"
          >
            {agent.name}
          </Link>
        ) : (
          <span className="font-medium wrap-anywhere">{agent.name}</span>
        )}
        <SetupBadge phase={agent.phase} attempts={agent.attempts} />
        {agent.is_paused && <PausedBadge />}
      </p>
      {agent.phase !== "ready" || agent.conflicts.length > 0 ? (
        <p className="text-muted wrap-anywhere">
          <Sentence text={agent.reason} />
        </p>
      ) : null}
    </li>
  );
}

function Sync({ gateway }: { gateway: Gateway }) {
  const sync = useSyncGateway(gateway.id);
  function run() {
    sync.mutate(undefined, {
      onSuccess: (result) => toast(told(result)),
      onError: (error) => toastError("The agents could not be brought up to date", error),
    });
  }
  return (
    <Button size="sm" className="mt-2" busy={sync.isPending} onClick={run}>
      <RefreshCw className="size-3.5" aria-hidden />
      Bring all up to date
    </Button>
  );
}

function told({ agents_updated, main_updated, errors = [] }: GatewaySyncResult): string {
  const done = agents_updated + (main_updated ? 1 : 0);
  const late = errors.length ? `; ${errors.length} ${errors.length === 1 ? "goes" : "go"} on by themselves` : "";
  return `${done} ${done === 1 ? "agent is" : "agents are"} up to date${late}`;
}
