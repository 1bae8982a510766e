/** What would undo a change of many tasks, as changes of many tasks. */
import type { Task, TaskBulkUpdate, TaskCard } from "@/lib/api/types";

/** A change of many tasks without the tasks. */
export type BulkChange = Partial<Omit<TaskBulkUpdate, "task_ids">>;

export interface BulkRequest {
  taskIds: string[];
  change: BulkChange;
}

type Held = Pick<TaskCard, "id" | "status" | "priority" | "assigned_agent_id" | "due_at" | "tag_ids">;

const FIELDS = ["status", "priority", "assigned_agent_id", "due_at"] as const;

/** One request for all tasks that go back in the same way. */
export function inverseOf(before: readonly Held[], after: readonly Task[]): BulkRequest[] {
  const requests = new Map<string, BulkRequest>();
  for (const now of after) {
    const old = before.find(({ id }) => id === now.id);
    const change = old && difference(now, old);
    if (!change) continue;
    const key = JSON.stringify(change);
    requests.set(key, { change, taskIds: [...(requests.get(key)?.taskIds ?? []), now.id] });
  }
  return [...requests.values()];
}

/** The change that makes `from` what `to` was; null when it is that already. */
function difference(from: Held, to: Held): BulkChange | null {
  const change: BulkChange = {};
  for (const field of FIELDS) {
    if (from[field] !== to[field]) Object.assign(change, { [field]: to[field] });
  }
  const add = to.tag_ids.filter((id) => !from.tag_ids.includes(id));
  const remove = from.tag_ids.filter((id) => !to.tag_ids.includes(id));
  if (add.length > 0) change.add_tag_ids = add;
  if (remove.length > 0) change.remove_tag_ids = remove;
  return Object.keys(change).length > 0 ? change : null;
}

/** Whether the task still is what the change made of it. */
export function isAsLeft(left: Held, tasks: readonly Held[]): boolean {
  const now = tasks.find(({ id }) => id === left.id);
  return now !== undefined && difference(now, left) === null;
}
