import type { Board } from "@/lib/api/types";

export type RuleName =
  | "require_approval_for_done"
  | "require_approval_after_review"
  | "require_review_before_done"
  | "comment_required_for_review"
  | "block_status_changes_with_pending_approval"
  | "only_lead_can_change_status";

export interface Rule {
  name: RuleName;
  label: string;
  explanation: string;
}

/** The board's rules as people meet them: in the order in which a move is checked. */
export const RULES: Rule[] = [
  {
    name: "require_approval_for_done",
    label: "Approval before done",
    explanation: "A task is done only once a person has approved it.",
  },
  {
    name: "require_approval_after_review",
    label: "Approval of this round",
    explanation:
      "Of approvals before done, only one counts that was given since the task came into review or was taken up again.",
  },
  {
    name: "require_review_before_done",
    label: "Review before done",
    explanation: "A task goes through Review; it cannot jump to Done.",
  },
  {
    name: "comment_required_for_review",
    label: "Comment before review",
    explanation: "Whoever hands in a task says in a comment what was done.",
  },
  {
    name: "block_status_changes_with_pending_approval",
    label: "Wait for open approvals",
    explanation: "While an approval is open, the task stays where it is.",
  },
  {
    name: "only_lead_can_change_status",
    label: "Only the lead moves tasks",
    explanation: "Agents may comment, but only the lead agent and people change a status.",
  },
];

export type RuleSet = Record<RuleName, boolean>;

/** As the API has it for a board that says nothing. */
export const DEFAULT_RULES: RuleSet = {
  require_approval_for_done: true,
  require_approval_after_review: false,
  require_review_before_done: false,
  comment_required_for_review: false,
  block_status_changes_with_pending_approval: false,
  only_lead_can_change_status: false,
};

export function rulesOf(board: Board): RuleSet {
  return Object.fromEntries(RULES.map(({ name }) => [name, board[name]])) as RuleSet;
}

export function activeRules(board: Board): Rule[] {
  return RULES.filter(({ name }) => board[name]);
}
