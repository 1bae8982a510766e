/** The board as the eye and the keyboard walk it: lanes of tasks, side by side on the board, a single one in the list. */
import type { TaskCard, TaskStatus } from "@/lib/api/types";
import { STATUSES } from "../tasks/StatusBadge";
import { type BoardFilter, type BoardSearch, compare, type GroupBy, matches } from "./filters";
import { byGroup, groupsOf, type TaskGroup } from "./grouping";

export interface Lane {
  status: TaskStatus;
  /** Grouped ones stand beside those of their group. */
  tasks: TaskCard[];
}

/** One lane for each status that the filter lets through, empty ones included: a card can be dropped there. */
export function lanesOf(
  tasks: readonly TaskCard[],
  filter: BoardFilter,
  { sort = "newest", group }: Pick<BoardSearch, "sort" | "group">,
  now: number,
): Lane[] {
  const shown = tasks.filter((task) => matches(task, filter, now)).sort(compare(sort));
  if (group) shown.sort(byGroup(group));
  return STATUSES.filter((status) => filter.statuses.length === 0 || filter.statuses.includes(status)).map(
    (status) => ({ status, tasks: shown.filter((task) => task.status === status) }),
  );
}

/** Tasks of the list under one heading: those of a status, or of a group whatever their status. */
export interface Section {
  key: string;
  /** The status that the heading names; none where it names a group. */
  status?: TaskStatus;
  group?: TaskGroup;
  tasks: TaskCard[];
}

/** The lanes one below the other, each under its heading, or all that they hold by groups; no heading without tasks. */
export function sectionsOf(lanes: readonly Lane[], by: GroupBy | undefined): Section[] {
  if (!by) {
    const filled = lanes.filter(({ tasks }) => tasks.length > 0);
    return filled.map(({ status, tasks }) => ({ key: status, status, tasks }));
  }
  // Within a group they stay in the order of the lanes.
  const tasks = lanes.flatMap((lane) => lane.tasks).sort(byGroup(by));
  return groupsOf(tasks, by).map((group) => ({ key: group.key, group, tasks: group.tasks }));
}

export type Row<Heading> = { kind: "heading"; heading: Heading } | { kind: "task"; task: TaskCard };

/** Headings and tasks as they stand one below the other. */
export function rowsOf<Heading extends { tasks: TaskCard[] }>(headings: readonly Heading[]): Row<Heading>[] {
  return headings.flatMap((heading) => [
    { kind: "heading", heading } as const,
    ...heading.tasks.map((task) => ({ kind: "task", task }) as const),
  ]);
}

export type Direction = "up" | "down" | "left" | "right";

/**
 * Where the focus goes next, over columns of task ids. Sideways keeps the height and passes over empty columns; without
 * a current card it starts at the first one. Null when there is nowhere to go.
 */
export function neighbour(columns: readonly string[][], current: string | null, direction: Direction): string | null {
  const column = columns.findIndex((ids) => current !== null && ids.includes(current));
  if (column < 0) return columns.find((ids) => ids.length > 0)?.[0] ?? null;
  const row = columns[column]?.indexOf(current ?? "") ?? 0;
  if (direction === "up") return columns[column]?.[row - 1] ?? null;
  if (direction === "down") return columns[column]?.[row + 1] ?? null;
  const beside = direction === "left" ? columns.slice(0, column).reverse() : columns.slice(column + 1);
  const target = beside.find((ids) => ids.length > 0);
  return target?.[Math.min(row, target.length - 1)] ?? null;
}

/** The status one step further along the board; null at its ends. */
export function stepStatus(status: TaskStatus, by: 1 | -1): TaskStatus | null {
  return STATUSES[STATUSES.indexOf(status) + by] ?? null;
}
