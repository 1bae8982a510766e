import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useMemo } from "react";
import type { Agent, TaskCard } from "@/lib/api/types";
import { named } from "@/lib/named";
import { inLocalTime } from "@/lib/time/sentences";
import { useNow } from "@/lib/time/useNow";
import { Avatar } from "@/ui/Avatar";
import { Button } from "@/ui/Button";
import { cn } from "@/ui/cn";
import { StateBadge } from "../agents/StateBadge";
import { byAttention, stateOf } from "../agents/state";
import { workOf } from "../agents/work";
import { useActiveOrganization } from "../organizations/queries";
import { StatusIcon } from "../tasks/StatusBadge";

interface Props {
  boardId: string;
  agents: readonly Agent[];
  tasks: readonly TaskCard[];
}

/** Who works on this board: their state with its reason, and what each does now. */
export function AgentStrip({ boardId, agents, tasks }: Props) {
  const sorted = useMemo(() => [...agents].sort(byAttention), [agents]);
  if (sorted.length === 0) return <NoAgents boardId={boardId} />;
  return (
    <section aria-label="Agents of this board" className="pb-2 sm:pb-3">
      <ul className={STRIP}>
        {sorted.map((agent) => (
          <AgentChip key={agent.id} agent={agent} tasks={tasks} />
        ))}
      </ul>
    </section>
  );
}

// They share the width while there is enough of it; where not, they scroll, and fade at the edges that hide some.
const STRIP = cn(
  "flex gap-2 overflow-x-auto px-4 py-0.5 [scrollbar-width:none] fade-sides",
  "sm:grid sm:auto-cols-[minmax(13rem,20rem)] sm:grid-flow-col sm:px-6",
);

function AgentChip({ agent, tasks }: { agent: Agent; tasks: readonly TaskCard[] }) {
  const now = useNow();
  const work = workOf(tasks, agent.id, now);
  return (
    <li className="flex max-w-72 min-w-0 items-start gap-2.5 rounded-lg border bg-surface px-2.5 py-1.5 max-sm:shrink-0 max-sm:items-center max-sm:py-0.5 sm:max-w-none">
      <span className="max-sm:hidden">
        <Avatar name={agent.name} presence={stateOf(agent).presence} />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <Link
            to="/agents/$agentId"
            params={{ agentId: agent.id }}
            className="min-h-6 min-w-0 flex-1 truncate font-medium leading-6 hover:underline"
          >
            {agent.name}
          </Link>
          <StateBadge agent={agent} />
        </div>
        <Doing agent={agent} work={work} />
      </div>
    </li>
  );
}

/** Trouble comes first: what an agent was doing says little once it is gone. */
function Doing({ agent, work }: { agent: Agent; work: TaskCard[] }) {
  const now = useNow();
  const [task, ...others] = work;
  const rests = stateOf(agent).value !== "online" || agent.pauses.length > 0;
  if (!task || rests) {
    const trouble = rests && agent.status_reason;
    return (
      <p
        className={cn("text-muted max-sm:hidden", trouble ? "line-clamp-2 text-xs" : "text-sm leading-6")}
        title={inLocalTime(agent.status_reason, now)}
      >
        {trouble ? inLocalTime(trouble, now) : "Nothing right now"}
      </p>
    );
  }
  return (
    <p
      className="flex min-w-0 items-center gap-1.5 text-sm text-muted max-sm:hidden"
      title={inLocalTime(agent.status_reason, now)}
    >
      <StatusIcon status={task.status} className="size-3.5" />
      <Link
        from="/boards/$boardId"
        to="."
        search={(old) => ({ ...old, task: task.id })}
        resetScroll={false}
        preload={false}
        className="min-h-6 truncate leading-6 hover:underline"
      >
        {named(task.title)}
      </Link>
      {others.length > 0 && <span className="shrink-0">+{others.length}</span>}
    </p>
  );
}

function NoAgents({ boardId }: { boardId: string }) {
  const { isAdmin } = useActiveOrganization();
  return (
    <div className="mx-4 mb-2 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-dashed px-3 py-2 sm:mx-6 sm:mb-3">
      <p className="min-w-0 flex-1 basis-60 text-muted">No agent works on this board yet.</p>
      {isAdmin !== false && (
        <Button size="sm" asChild>
          <Link to="/agents" search={{ board: boardId, new: true }}>
            <Plus className="size-3.5" aria-hidden />
            Add an agent
          </Link>
        </Button>
      )}
    </div>
  );
}
