/** How approvals read. */
import type { Approval, ApprovalStatus } from "@/lib/api/types";
import type { Tone } from "@/ui/Badge";

export const DECISION: Record<ApprovalStatus, { label: string; tone: Tone }> = {
  pending: { label: "Pending", tone: "warn" },
  approved: { label: "Approved", tone: "ok" },
  rejected: { label: "Rejected", tone: "bad" },
};

export function labelOf({ status, expired }: Pick<Approval, "status" | "expired">): string {
  return expired ? "Expired" : DECISION[status].label;
}

/** What a gateway lets an agent's command wait for. */
const EXEC = "gateway.exec";

export function isCommand({ action_type }: Pick<Approval, "action_type">): boolean {
  return action_type === EXEC;
}

export function nameOf({ action_type }: Pick<Approval, "action_type">): string {
  if (action_type === EXEC) return "Run a command";
  return action_type.trim() || "Unnamed action";
}

/** What an approval is about, in a line. */
export function aboutOf({
  task_titles,
  action_type,
  payload,
}: Pick<Approval, "task_titles"> & Partial<Pick<Approval, "action_type" | "payload">>): string {
  if (action_type === EXEC && typeof payload?.command === "string") return payload.command.split("\n")[0] ?? "";
  const [first, ...more] = task_titles;
  if (!first) return "No task";
  return more.length ? `${first} and ${more.length} more` : first;
}

const REASON = new Set(["reason", "decision"]);
const TASKS = new Set(["task_id", "taskId", "taskID", "task_ids", "taskIds", "taskIDs"]);

/** The payload as a list to read; the reason and the tasks are shown by themselves. */
export function fieldsOf(payload: Approval["payload"]): { name: string; value: string }[] {
  return Object.entries(payload ?? {})
    .filter(([name, value]) => !TASKS.has(name) && !(REASON.has(name) && isReason(name, value)))
    .map(([name, value]) => ({ name: readable(name), value: shown(value) }));
}

function isReason(name: string, value: unknown): boolean {
  if (name === "reason") return typeof value === "string";
  return typeof value === "object" && value !== null && Object.keys(value).join() === "reason";
}

function readable(name: string): string {
  const words = name.replace(/[._-]+/g, " ").replace(/([a-z])([A-Z])/g, "$1 $2");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function shown(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "object" && value !== null ? JSON.stringify(value, null, 2) : String(value);
}
