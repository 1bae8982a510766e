/** The pieces that a row of the table and a card on the phone share. */

import { Link } from "@tanstack/react-router";
import type { Agent, TaskCard } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Avatar } from "@/ui/Avatar";
import { Badge } from "@/ui/Badge";
import { LastingSince, RelativeTime } from "@/ui/RelativeTime";
import { Skeleton } from "@/ui/Skeleton";
import { dollars, type SessionLook } from "../sessions/transcript";
import { StatusIcon } from "../tasks/StatusBadge";
import { stateOf } from "./state";

export function AgentName({ agent }: { agent: Agent }) {
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <Avatar name={agent.name} presence={stateOf(agent).presence} />
      <Link
        to="/agents/$agentId"
        params={{ agentId: agent.id }}
        data-row
        className="truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
      >
        {agent.name}
      </Link>
      {agent.is_board_lead && <Badge>Lead</Badge>}
      {agent.is_gateway_main && <Badge>Main</Badge>}
    </span>
  );
}

/** The task it works on; "and 2 more" when it holds several. A skeleton while the board is still on its way. */
export function CurrentTask({ agent, work }: { agent: Agent; work: TaskCard[] | undefined }) {
  if (!work) return <Skeleton className="h-4 w-32" />;
  const [task, ...others] = work;
  if (!task?.board_id) return <Turn agent={agent} />;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <StatusIcon status={task.status} />
      <Link
        to="/boards/$boardId"
        params={{ boardId: task.board_id }}
        search={{ task: task.id }}
        className="relative z-10 truncate hover:underline"
      >
        {named(task.title)}
      </Link>
      {others.length > 0 && <span className="shrink-0 text-sm text-muted">and {others.length} more</span>}
    </span>
  );
}

/** Where it lives; nothing for one that speaks plain HTTP. */
export function GatewayLink({ agent }: { agent: Agent }) {
  if (agent.connection === "direct") return null;
  return (
    <Link
      to="/gateways/$gatewayId"
      params={{ gatewayId: agent.gateway_id }}
      className="relative z-10 block min-h-6 truncate text-sm leading-6 text-muted hover:underline"
    >
      on {agent.setup?.gateway_name ?? "its gateway"}
    </Link>
  );
}

/** The way into its session, by what that has cost where it is known. */
export function SessionLink({ agent, look }: { agent: Agent; look: SessionLook | undefined }) {
  const session = agent.setup ? agent.openclaw_session_id : null;
  if (!session) return null;
  const cost = look?.cost ? dollars(look.cost) : null;
  const model = look?.model || agent.model;
  return (
    <Link
      to="/gateways/$gatewayId"
      params={{ gatewayId: agent.gateway_id }}
      search={{ view: "sessions", session }}
      aria-label={`Session of ${agent.name}${cost ? `, ${cost} spent` : ""}`}
      className="relative z-10 block min-h-6 min-w-0 text-sm leading-6 hover:underline"
    >
      <span className="text-accent-text tabular-nums">{cost ?? (look?.running ? "At work" : "Session")}</span>
      {model && (
        <span className="block truncate text-xs leading-4 text-muted" title={model}>
          {model}
        </span>
      )}
    </Link>
  );
}

/** A turn may be about something that is no task: a question, a review, the first look. */
function Turn({ agent }: { agent: Agent }) {
  const work = agent.working_on;
  if (!work?.in_turn) return <span className="text-muted">Nothing right now</span>;
  return (
    <span className="line-clamp-2 wrap-anywhere" title={work.what}>
      {work.what}
    </span>
  );
}

/** Since when it works on what it works on; a mark of its own while a turn runs. */
export function WorkingSince({ agent }: { agent: Agent }) {
  const work = agent.working_on;
  if (!work) return null;
  return (
    <span className="flex flex-wrap items-center gap-x-1.5 text-sm text-muted">
      {work.in_turn && <Badge tone="info">At work</Badge>}
      <span>
        <LastingSince at={work.since} />
      </span>
    </span>
  );
}

export function LastEvidence({ agent }: { agent: Pick<Agent, "last_seen_at"> }) {
  return agent.last_seen_at ? <RelativeTime at={agent.last_seen_at} /> : <span>never</span>;
}
