import { Link } from "@tanstack/react-router";
import type { Agent, TaskCard } from "@/lib/api/types";
import { named } from "@/lib/named";
import { clock } from "@/lib/time/relative";
import { useNow } from "@/lib/time/useNow";
import { Badge } from "@/ui/Badge";
import { ErrorState } from "@/ui/ErrorState";
import { RelativeTime } from "@/ui/RelativeTime";
import { Sentence } from "@/ui/Sentence";
import { Skeleton } from "@/ui/Skeleton";
import { useSnapshot } from "../boards/queries";
import { StatusBadge, StatusIcon } from "../tasks/StatusBadge";
import { doneBy, holds, queueOf, workOf } from "./work";

/** What the agent has in hand, what waits for it, and what it finished last, of the tasks of its board. */
export function AgentTasks({ agent, boardId }: { agent: Agent; boardId: string }) {
  const { data: board, error, refetch } = useSnapshot(boardId);
  const now = useNow();
  if (error && !board) return <ErrorState title="Its tasks could not be loaded" error={error} onRetry={refetch} />;
  if (board === undefined) return <Skeleton className="h-36 rounded-lg" />;
  if (board === null) return null;
  const lists = [
    { title: "Works on", tasks: workOf(board.tasks, agent.id, now), empty: "Nothing right now." },
    { title: "Waits for it", tasks: queueOf(board.tasks, agent.id, now), empty: null },
    { title: "Finished last", tasks: doneBy(board.tasks, agent.id).slice(0, 5), empty: null },
  ];
  return (
    <section aria-labelledby="agent-tasks">
      <h2 id="agent-tasks" className="mb-2 font-semibold">
        Tasks
      </h2>
      <div className="divide-y rounded-lg border bg-surface">
        {lists.map(({ title, tasks, empty }) =>
          tasks.length > 0 || empty ? (
            <div key={title} className="px-4 py-3">
              <h3 className="mb-1 text-sm font-medium text-muted">{title}</h3>
              {tasks.length === 0 && <p>{empty}</p>}
              <ul>
                {tasks.map((task) => (
                  <TaskRow key={task.id} task={task} agent={agent} now={now} />
                ))}
              </ul>
            </div>
          ) : null,
        )}
      </div>
    </section>
  );
}

function TaskRow({ task, agent, now }: { task: TaskCard; agent: Agent; now: number }) {
  const held = holds(task, agent.id, now);
  return (
    <li className="py-1">
      <div className="flex items-start gap-2">
        <StatusIcon status={task.status} className="mt-1" />
        <Link
          to="/boards/$boardId"
          params={{ boardId: task.board_id ?? "" }}
          search={{ task: task.id }}
          className="min-h-6 min-w-0 flex-1 leading-6 wrap-anywhere hover:underline"
        >
          {named(task.title)}
        </Link>
        <span className="flex min-h-6 shrink-0 items-center gap-1.5 text-sm text-muted">
          {task.is_blocked && <Badge tone="bad">Blocked</Badge>}
          {held &&
            task.lease &&
            (agent.pauses.length > 0 ? "kept while paused" : `until ${clock(task.lease.expires_at, now)}`)}
          {!held && task.status !== "done" && <StatusBadge status={task.status} />}
          {task.status === "done" && <RelativeTime at={task.updated_at} />}
        </span>
      </div>
      {task.status !== "done" && task.status_reason && (
        <p className="pl-6 text-sm wrap-anywhere text-muted">
          <Sentence text={task.status_reason} />
        </p>
      )}
    </li>
  );
}
