import type { TaskExplanation, TaskMove, TaskStatus } from "@/lib/api/types";

/** The sentence for a move that is not allowed; null when it is, or when nothing is known about it. */
export function refusal(explanation: Pick<TaskExplanation, "moves"> | undefined, to: TaskStatus): TaskMove | null {
  return explanation?.moves.find((move) => move.to === to && !move.allowed) ?? null;
}

/** True when the only thing missing is a comment, which can be asked for. */
export function wantsComment(code: string | null): boolean {
  return code?.includes("comment_required") ?? false;
}
