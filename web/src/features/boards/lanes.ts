/** The board as the eye and the keyboard walk it: lanes of tasks, side by side on the board, a single one in the list. */
import type { TaskCard, TaskStatus } from "@/lib/api/types";
import { STATUSES } from "../tasks/StatusBadge";
import { type BoardFilter, compare, matches, type Sort } from "./filters";

export interface Lane {
  status: TaskStatus;
  tasks: TaskCard[];
}

/** One lane for each status that the filter lets through, empty ones included: a card can be dropped there. */
export function lanesOf(tasks: readonly TaskCard[], filter: BoardFilter, sort: Sort, now: number): Lane[] {
  const shown = tasks.filter((task) => matches(task, filter, now)).sort(compare(sort));
  return STATUSES.filter((status) => filter.statuses.length === 0 || filter.statuses.includes(status)).map(
    (status) => ({ status, tasks: shown.filter((task) => task.status === status) }),
  );
}

export type Row = { kind: "heading"; status: TaskStatus; count: number } | { kind: "task"; task: TaskCard };

/** The lanes one below the other, each under its heading; lanes without tasks are left out. */
export function rowsOf(lanes: readonly Lane[]): Row[] {
  return lanes.flatMap(({ status, tasks }) =>
    tasks.length === 0
      ? []
      : [{ kind: "heading", status, count: tasks.length } as const, ...tasks.map((task) => taskRow(task))],
  );
}

function taskRow(task: TaskCard): Row {
  return { kind: "task", task };
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
