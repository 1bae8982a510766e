import type { TaskExplanation, TaskMove, TaskStatus } from "@/lib/api/types";

/** The sentence for a move that is not allowed; null when it is, or when nothing is known about it. */
export function refusal(explanation: Pick<TaskExplanation, "moves"> | undefined, to: TaskStatus): TaskMove | null {
  return explanation?.moves.find((move) => move.to === to && !move.allowed) ?? null;
}

/** Why it is not allowed, and what would allow it. */
export function sentenceOf({ reason, action }: Pick<TaskMove, "reason" | "action">): string {
  return [reason ?? "A rule of this board forbids it.", action].filter(Boolean).join(" ");
}

export type WayOut =
  | { kind: "move"; to: TaskStatus }
  | { kind: "open"; label: string }
  | { kind: "decide" }
  | { kind: "board-settings" };

/** What a person can do at once about a refused move; null where only the reason itself helps. */
export function wayOutOf(code: string | null): WayOut | null {
  if (code === "review_required_for_done") return { kind: "move", to: "review" };
  if (code === "task_blocked_cannot_transition") return { kind: "open", label: "See what it waits for" };
  if (code === "pending_approval_blocks_status_change") return { kind: "decide" };
  if (code === "approval_required_for_done") return { kind: "board-settings" };
  return null;
}

/** True when the only thing missing is a comment, which can be asked for. */
export function wantsComment(code: string | null): boolean {
  return code?.includes("comment_required") ?? false;
}
