import type { BoardSnapshot, TaskCard } from "@/lib/api/types";
import { upsert, without } from "./collections";

/** The board with this task's state; tasks that wait for it are told whether they still do. */
export function withTask(board: BoardSnapshot, task: TaskCard): BoardSnapshot {
  const before = board.tasks.find((one) => one.id === task.id);
  const tasks = upsert(board.tasks, task);
  if (tasks === board.tasks) return board;
  const finished = (before?.status === "done") !== (task.status === "done");
  return { ...board, tasks: finished ? recheckDependents(tasks, task) : tasks };
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
