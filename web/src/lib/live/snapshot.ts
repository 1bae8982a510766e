import type { BoardSnapshot, Task, TaskCard } from "@/lib/api/types";
import { upsert, without } from "./collections";
import type { TaskCounts } from "./events";

/** The board with this task's state; tasks that wait for it are told whether they still do. */
export function withTask(board: BoardSnapshot, task: Task): BoardSnapshot {
  const before = board.tasks.find((one) => one.id === task.id);
  const card = asCard(board, task, before);
  const tasks = upsert(board.tasks, card);
  if (tasks === board.tasks) return board;
  const finished = (before?.status === "done") !== (card.status === "done");
  return { ...board, tasks: finished ? recheckDependents(tasks, card) : tasks };
}

/** Answers to a change lack what only cards carry: the counts stay, and the assignee's name comes from the board. */
function asCard(board: BoardSnapshot, task: Task, before: TaskCard | undefined): TaskCard {
  const assignee = board.agents.find((agent) => agent.id === task.assigned_agent_id)?.name ?? null;
  const { approvals_count = 0, approvals_pending_count = 0 } = before ?? {};
  return { approvals_count, approvals_pending_count, ...task, assignee };
}

/** The board with these counts on its cards. */
export function withCounts(board: BoardSnapshot, counts: TaskCounts[]): BoardSnapshot {
  if (counts.length === 0) return board;
  const tasks = board.tasks.map((task) => {
    const { task_id: _id, ...told } = counts.find(({ task_id }) => task_id === task.id) ?? { task_id: null };
    return { ...task, ...told };
  });
  return { ...board, tasks };
}

export function withoutTask(board: BoardSnapshot, taskId: string): BoardSnapshot {
  const tasks = without(board.tasks, taskId).map((task) =>
    task.depends_on_task_ids.includes(taskId)
      ? blocked(
          { ...task, depends_on_task_ids: task.depends_on_task_ids.filter((id) => id !== taskId) },
          task.blocked_by_task_ids.filter((id) => id !== taskId),
        )
      : task,
  );
  return { ...board, tasks };
}

function recheckDependents(tasks: TaskCard[], changed: TaskCard): TaskCard[] {
  return tasks.map((task) => {
    if (task.status === "done" || !task.depends_on_task_ids.includes(changed.id)) return task;
    const others = task.blocked_by_task_ids.filter((id) => id !== changed.id);
    return blocked(task, changed.status === "done" ? others : [...others, changed.id]);
  });
}

function blocked(task: TaskCard, by: string[]): TaskCard {
  return { ...task, blocked_by_task_ids: by, is_blocked: by.length > 0 };
}
