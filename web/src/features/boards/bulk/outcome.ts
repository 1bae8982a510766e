/** What became of each task of a change of many, in words. */
import type { Task, TaskBulkResult, TaskCard } from "@/lib/api/types";
import { reasonOf } from "../../tasks/reason";
import { type BulkChange, isAsLeft } from "./inverse";

export interface Left {
  id: string;
  title: string;
  reason: string;
}

export interface Outcome {
  changed: Task[];
  /** Those that were as wanted before. */
  sameIds: string[];
  deletedIds: string[];
  left: Left[];
}

export const NO_OUTCOME: Outcome = { changed: [], sameIds: [], deletedIds: [], left: [] };

/**
 * A task that waits for others is not refused a move: the server puts it into the Inbox, whatever was asked for. For
 * whoever asked it stays as it was, and it is told with those that a rule refused.
 */
export function outcomeOf(change: BulkChange, result: TaskBulkResult, tasks: readonly TaskCard[]): Outcome {
  const titles = new Map(tasks.map(({ id, title }) => [id, title]));
  const titleOf = (id: string) => titles.get(id);
  const isSame = (task: Task) => isAsLeft(task, tasks);
  const taken = result.updated.filter((task) => took(change, task));
  const withheld = result.updated.filter((task) => !took(change, task));
  return {
    changed: taken.filter((task) => !isSame(task)),
    sameIds: taken.filter(isSame).map(({ id }) => id),
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
    sameIds: [...a.sameIds, ...b.sameIds],
    deletedIds: [...a.deletedIds, ...b.deletedIds],
    left: [...a.left, ...b.left],
  };
}

/** Those that stay for the same reason are told together. */
export function byReason(left: readonly Left[]): { reason: string; tasks: Left[] }[] {
  const groups = new Map<string, Left[]>();
  for (const task of left) groups.set(task.reason, [...(groups.get(task.reason) ?? []), task]);
  return [...groups].map(([reason, tasks]) => ({ reason, tasks }));
}

export function countOf(count: number): string {
  return count === 1 ? "1 task" : `${count} tasks`;
}

export function selectedOf(count: number): string {
  return count === 1 ? "1 selected task" : `${count} selected tasks`;
}
