import { Link } from "@tanstack/react-router";
import { MessagesSquare } from "lucide-react";
import type { RefObject } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Gateway } from "@/lib/api/types";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { Badge } from "@/ui/Badge";
import { EmptyState } from "@/ui/EmptyState";
import { usePulse } from "../sessions/queries";
import { TranscriptPanel } from "../sessions/TranscriptPanel";
import { type ListedSession, listedOf } from "./listed";
import { NotListedYet } from "./NotListedYet";
import { useGatewayAgents } from "./queries";

interface Props {
  gateway: Gateway;
  /** The key of the session that is open. */
  open: string | null;
  onOpen: (key: string | null) => void;
}

/** The sessions on a gateway that the reader may see, and the way into each. */
export function SessionList({ gateway, open, onOpen }: Props) {
  const { data, error, refetch } = usePulse(gateway.id);
  const { data: agents } = useGatewayAgents(gateway.id);
  const list = useListKeys<HTMLUListElement>("session");
  const rows = data && listedOf(data.sessions, agents ?? []);
  return (
    <>
      <Rows rows={rows} error={error} onRetry={refetch} list={list} onOpen={onOpen} />
      {open && (
        <TranscriptPanel
          place={{ gatewayId: gateway.id, sessionKey: open }}
          name={rows?.find(({ key }) => key === open)?.name ?? "This session"}
          silent={gateway.pauses.length > 0 ? "Its gateway is paused; resume it to talk to the agent." : undefined}
          onClose={() => onOpen(null)}
        />
      )}
    </>
  );
}

interface RowsProps {
  rows: ListedSession[] | undefined;
  error: Error | null;
  onRetry: () => void;
  list: RefObject<HTMLUListElement | null>;
  onOpen: (key: string) => void;
}

function Rows({ rows, error, onRetry, list, onOpen }: RowsProps) {
  if (!rows) return <NotListedYet error={error} onRetry={onRetry} />;
  if (rows.length === 0) {
    return (
      <EmptyState icon={MessagesSquare} title="No sessions yet">
        A session begins when an agent is woken for the first time.
      </EmptyState>
    );
  }
  return (
    <>
      {error && (
        <p role="alert" className="mb-2 text-sm text-bad">
          {errorMessage(error)} This is from before.
        </p>
      )}
      <ul ref={list} aria-label="Sessions" className="rounded-lg border bg-surface">
        {rows.map((session) => (
          <Row key={session.key} session={session} onChoose={() => onOpen(session.key)} />
        ))}
      </ul>
    </>
  );
}

function Row({ session, onChoose }: { session: ListedSession; onChoose: () => void }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2.5 last:border-b-0">
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
          className="min-h-6 text-sm leading-6 text-accent-text underline"
        >
          Agent
        </Link>
      )}
    </li>
  );
}
