/** What became of each task of a change of many, in words. */
import type { Task, TaskBulkResult, TaskCard } from "@/lib/api/types";
import { reasonOf } from "../../tasks/reason";
import type { BulkChange } from "./inverse";

export interface Left {
  id: string;
  title: string;
  reason: string;
}

export interface Outcome {
  changed: Task[];
  deletedIds: string[];
  left: Left[];
}

export const NO_OUTCOME: Outcome = { changed: [], deletedIds: [], left: [] };

type Titled = Pick<TaskCard, "id" | "title">;

/**
 * A task that waits for others is not refused a move: the server puts it into the Inbox, whatever was asked for. For
 * whoever asked it stays as it was, and it is told with those that a rule refused.
 */
export function outcomeOf(change: BulkChange, result: TaskBulkResult, tasks: readonly Titled[]): Outcome {
  const titles = new Map(tasks.map(({ id, title }) => [id, title]));
  const titleOf = (id: string) => titles.get(id);
  const withheld = result.updated.filter((task) => !took(change, task));
  return {
    changed: result.updated.filter((task) => took(change, task)),
    deletedIds: result.deleted_ids,
    left: [
      ...withheld.map((task) => ({
        id: task.id,
        title: task.title,
        reason: reasonOf(task, titleOf) ?? "A rule of this board forbids it.",
      })),
      ...result.refused.map(({ task_id: id, code, message }) => ({
        id,
        title: titleOf(id) ?? "A task that is gone",
        reason: code === "not_found" ? "It was deleted meanwhile." : message,
      })),
    ],
  };
}

function took({ status, assigned_agent_id: assignee }: BulkChange, task: Task): boolean {
  return (!status || task.status === status) && (!assignee || task.assigned_agent_id === assignee);
}

export function joined(a: Outcome, b: Outcome): Outcome {
  return {
    changed: [...a.changed, ...b.changed],
    deletedIds: [...a.deletedIds, ...b.deletedIds],
    left: [...a.left, ...b.left],
  };
}

export function countOf(count: number): string {
  return count === 1 ? "1 task" : `${count} tasks`;
}

export function selectedOf(count: number): string {
  return count === 1 ? "1 selected task" : `${count} selected tasks`;
}
