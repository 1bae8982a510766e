/** Tasks that have something in common, one below the other under its name. */
import type { TagRef, TaskCard } from "@/lib/api/types";
import { priorityOf } from "../tasks/priority";
import { type GroupBy, UNASSIGNED, weightOf } from "./filters";

export interface TaskGroup {
  key: string;
  label: string;
  /** The tag that they share, when they are grouped by tags. */
  tag?: TagRef;
  tasks: TaskCard[];
}

/** Groups by name, those of nothing last, priorities by weight; tasks of one group stay as they stand. */
export function byGroup(by: GroupBy): (a: TaskCard, b: TaskCard) => number {
  if (by === "priority") return (a, b) => weightOf(a) - weightOf(b) || a.priority.localeCompare(b.priority);
  return (a, b) => {
    const [left, right] = [keyOf(a, by), keyOf(b, by)];
    if (left === right) return 0;
    if (left === NONE || right === NONE) return left === NONE ? 1 : -1;
    return labelOf(a, by).localeCompare(labelOf(b, by)) || left.localeCompare(right);
  };
}

/** Tasks that stand in the order of `byGroup`, cut where one group ends and the next begins. */
export function groupsOf(tasks: readonly TaskCard[], by: GroupBy): TaskGroup[] {
  const groups: TaskGroup[] = [];
  for (const task of tasks) {
    const key = keyOf(task, by);
    const last = groups.at(-1);
    if (last?.key === key) last.tasks.push(task);
    else groups.push({ key, label: labelOf(task, by), tag: by === "tag" ? firstTag(task) : undefined, tasks: [task] });
  }
  return groups;
}

const NONE = UNASSIGNED;

function keyOf(task: TaskCard, by: GroupBy): string {
  if (by === "agent") return task.assigned_agent_id ?? NONE;
  if (by === "priority") return task.priority;
  return firstTag(task)?.id ?? NONE;
}

function labelOf(task: TaskCard, by: GroupBy): string {
  if (by === "agent") return task.assignee ?? "Nobody";
  if (by === "priority") return priorityOf(task.priority).label;
  return firstTag(task)?.name ?? "No tag";
}

/** A task stands once on a board: with several tags, under the one whose name comes first. */
function firstTag({ tags }: TaskCard): TagRef | undefined {
  return [...tags].sort((a, b) => a.name.localeCompare(b.name))[0];
}
