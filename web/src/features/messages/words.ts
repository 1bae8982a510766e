/** How messages of agents read. */
import type { AgentMessage } from "@/lib/api/types";
import type { Tone } from "@/ui/Badge";

export const KINDS: Record<AgentMessage["kind"], string> = {
  ask_user: "Question to people",
  question: "Question to a lead",
  handoff: "Hand-off to a lead",
  nudge: "Nudge",
};

export const STATES: Record<AgentMessage["status"], { label: string; tone: Tone }> = {
  open: { label: "Open", tone: "warn" },
  answered: { label: "Answered", tone: "ok" },
  dismissed: { label: "Dismissed", tone: "neutral" },
  told: { label: "Told", tone: "info" },
};

/** Whom it is for, as far as it is not plain from the kind. */
export function recipientOf({ kind, recipient_name }: Pick<AgentMessage, "kind" | "recipient_name">): string {
  if (kind !== "ask_user") return recipient_name ?? "an agent that is gone";
  return recipient_name ? `people, also through ${recipient_name}` : "people";
}
