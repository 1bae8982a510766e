import type { Board } from "@/lib/api/types";

export type DeadlineName = "start_within_minutes" | "progress_within_minutes" | "review_within_minutes";

export interface Deadline {
  name: DeadlineName;
  label: string;
  hint: string;
}

export const DEADLINES: Deadline[] = [
  {
    name: "start_within_minutes",
    label: "Start within",
    hint: "Counts while nothing blocks the task. Then its agent is reminded, then the task is free for others.",
  },
  {
    name: "progress_within_minutes",
    label: "Progress within",
    hint: "A comment or a change by its agent is progress. Then a reminder, then the task goes back to the inbox.",
  },
  {
    name: "review_within_minutes",
    label: "Decision on a review within",
    hint: "Then the reviewer is reminded, then the task waits for you on the home page.",
  },
];

const PRESETS = [15, 30, 60, 4 * 60, 8 * 60, 24 * 60, 3 * 24 * 60, 7 * 24 * 60];

/** What can be chosen, shortest first; a value that was set elsewhere stays a choice. */
export function choices(present: number | null): number[] {
  if (present === null || PRESETS.includes(present)) return PRESETS;
  return [...PRESETS, present].sort((one, other) => one - other);
}

export function span(minutes: number): string {
  if (minutes % (24 * 60) === 0) return counted(minutes / (24 * 60), "day");
  if (minutes % 60 === 0) return counted(minutes / 60, "hour");
  return counted(minutes, "minute");
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

export function deadlineOf(board: Board, name: DeadlineName): number | null {
  return board[name] ?? null;
}
