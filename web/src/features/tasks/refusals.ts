import type { TaskExplanation, TaskMove, TaskStatus } from "@/lib/api/types";

/** The sentence for a move that is not allowed; null when it is, or when nothing is known about it. */
export function refusal(explanation: Pick<TaskExplanation, "moves"> | undefined, to: TaskStatus): TaskMove | null {
  return explanation?.moves.find((move) => move.to === to && !move.allowed) ?? null;
}

export type WayOut = { kind: "move"; to: TaskStatus } | { kind: "open"; label: string } | { kind: "board-settings" };

/** What a person can do at once about a refused move; null where only the reason itself helps. */
export function wayOutOf(code: string | null): WayOut | null {
  if (code === "review_required_for_done") return { kind: "move", to: "review" };
  if (code === "task_blocked_cannot_transition") return { kind: "open", label: "See what it waits for" };
  if (code === "approval_required_for_done") return { kind: "board-settings" };
  return null;
}

/** True when the only thing missing is a comment, which can be asked for. */
export function wantsComment(code: string | null): boolean {
  return code?.includes("comment_required") ?? false;
}
