/** What waits for what on one board; all from the board that the page already holds. */
import type { TaskCard } from "@/lib/api/types";

type Node = Pick<TaskCard, "id" | "depends_on_task_ids" | "status">;

export function dependentsOf<Task extends Node>(tasks: readonly Task[], taskId: string): Task[] {
  return tasks.filter((task) => task.depends_on_task_ids.includes(taskId));
}

/** The dependencies among `ids` that hold a task back. One that the board does not know counts as open. */
export function openAmong(tasks: readonly Node[], ids: readonly string[]): string[] {
  const done = new Set(tasks.filter(({ status }) => status === "done").map(({ id }) => id));
  return ids.filter((id) => !done.has(id));
}

/** Everything that waits for this task, directly or through others: it must not wait for any of them. */
export function downstreamOf(tasks: readonly Node[], taskId: string): Set<string> {
  const waiting = new Map<string, string[]>();
  for (const task of tasks) {
    for (const id of task.depends_on_task_ids) waiting.set(id, [...(waiting.get(id) ?? []), task.id]);
  }
  const found = new Set<string>();
  const ahead = [taskId];
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    for (const next of waiting.get(id) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      ahead.push(next);
    }
  }
  return found;
}

/** Tasks whose title holds every word, open ones first; a picker shows only the beginning of it. */
export function findTasks<Task extends Node & Pick<TaskCard, "title">>(
  tasks: readonly Task[],
  text: string,
  limit: number,
): Task[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = tasks.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
  const open = found.filter(({ status }) => status !== "done");
  return [...open, ...found.filter(({ status }) => status === "done")].slice(0, limit);
}
