/** Two people at the same field of a task: the second is told, and decides. */
import type { Task, TaskUpdate } from "@/lib/api/types";

/** Why a change was not sent: another has changed the same field since the edit began. */
export class ChangedMeanwhile extends Error {
  /** The task as the other has left it. */
  readonly now: Task;

  constructor(now: Task) {
    super("Somebody else changed it since you began.");
    this.now = now;
  }
}

/** Whether a field that the change sets is not any more what it was, nor what it is to be. */
export function collides({ custom_field_values: values, ...change }: TaskUpdate, began: Task, now: Task): boolean {
  const field = (name: string) => name as keyof Task & keyof typeof change;
  return (
    Object.keys(change).some((name) => differs(began[field(name)], now[field(name)], change[field(name)])) ||
    Object.entries(values ?? {}).some(([key, wanted]) =>
      differs(began.custom_field_values?.[key], now.custom_field_values?.[key], wanted),
    )
  );
}

function differs(before: unknown, now: unknown, wanted: unknown): boolean {
  return !same(now, before) && !same(now, wanted);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
