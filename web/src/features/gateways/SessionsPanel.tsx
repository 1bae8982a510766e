import { Link } from "@tanstack/react-router";
import { MessagesSquare } from "lucide-react";
import { useState } from "react";
import type { Gateway } from "@/lib/api/types";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { Badge } from "@/ui/Badge";
import { EmptyState } from "@/ui/EmptyState";
import { Panel } from "@/ui/Panel";
import { useSessions } from "../sessions/queries";
import { TranscriptPanel } from "../sessions/TranscriptPanel";
import { type ListedSession, listedOf } from "./listed";
import { NotListedYet } from "./NotListedYet";
import { PanelHeader } from "./PanelHeader";
import { useGatewayAgents } from "./queries";

/** The sessions on a gateway that the reader may see, and the way into each. */
export function SessionsPanel({ gateway, onClose }: { gateway: Gateway; onClose: () => void }) {
  const [chosen, setChosen] = useState<ListedSession | null>(null);
  return (
    <Panel open onClose={onClose} label={`Sessions on ${gateway.name}`}>
      <PanelHeader title="Sessions" words={`Conversations of agents on ${gateway.name}`} onClose={onClose} />
      <List gateway={gateway} onChoose={setChosen} />
      {chosen && (
        <TranscriptPanel
          place={{ gatewayId: gateway.id, sessionKey: chosen.key }}
          name={chosen.name}
          onClose={() => setChosen(null)}
        />
      )}
    </Panel>
  );
}

function List({ gateway, onChoose }: { gateway: Gateway; onChoose: (session: ListedSession) => void }) {
  const { data, error, refetch } = useSessions(gateway.id);
  const { data: agents } = useGatewayAgents(gateway.id);
  const list = useListKeys<HTMLUListElement>("session");
  if (!data) return <NotListedYet error={error} onRetry={refetch} />;
  if (data.length === 0) {
    return (
      <EmptyState icon={MessagesSquare} title="No sessions yet">
        A session begins when an agent is woken for the first time.
      </EmptyState>
    );
  }
  return (
    <ul ref={list} aria-label="Sessions" className="min-h-0 flex-1 overflow-y-auto">
      {listedOf(data, agents ?? []).map((session) => (
        <Row key={session.key} session={session} onChoose={() => onChoose(session)} />
      ))}
    </ul>
  );
}

function Row({ session, onChoose }: { session: ListedSession; onChoose: () => void }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2.5">
      <button
        type="button"
        data-row
        onClick={onChoose}
        className="min-h-6 min-w-0 flex-1 basis-48 text-left hover:underline"
      >
        <span className="block font-medium wrap-anywhere">{session.name}</span>
        <span className="block font-mono text-xs text-muted wrap-anywhere">{session.key}</span>
      </button>
      {session.running && <Badge tone="info">At work</Badge>}
      <span className="text-sm text-muted">{session.spent}</span>
      {session.agentId && (
        <Link
          to="/agents/$agentId"
          params={{ agentId: session.agentId }}
          className="text-sm text-accent-text underline"
        >
          Agent
        </Link>
      )}
    </li>
  );
}
