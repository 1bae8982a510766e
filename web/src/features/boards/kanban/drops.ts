import type { TaskCard, TaskExplanation, TaskStatus } from "@/lib/api/types";
import { refusal, sentenceOf, wantsComment } from "../../tasks/refusals";

/** What a column says to the card in the air, before it is dropped. */
export type Drop =
  | { kind: "home" }
  | { kind: "checking" }
  | { kind: "open" }
  | { kind: "asks"; note: string }
  | { kind: "refused"; reason: string };

/**
 * While the rules are being asked a column is neither open nor closed; when they cannot be asked it is open, and the
 * server decides.
 */
export function dropOn(
  task: Pick<TaskCard, "status">,
  to: TaskStatus,
  rules: { explanation: Pick<TaskExplanation, "moves"> | undefined; failed: boolean },
): Drop {
  if (task.status === to) return { kind: "home" };
  if (!rules.explanation) return { kind: rules.failed ? "open" : "checking" };
  const refused = refusal(rules.explanation, to);
  if (!refused) return { kind: "open" };
  const reason = sentenceOf(refused);
  return wantsComment(refused.code) ? { kind: "asks", note: reason } : { kind: "refused", reason };
}
