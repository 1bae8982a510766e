/** How approvals read. */

import type { Approval, ApprovalStatus } from "@/lib/api/types";
import { named } from "@/lib/named";
import type { Tone } from "@/ui/Badge";

export const DECISION: Record<ApprovalStatus, { label: string; tone: Tone }> = {
  pending: { label: "Pending", tone: "warn" },
  approved: { label: "Approved", tone: "ok" },
  rejected: { label: "Rejected", tone: "bad" },
};

export function labelOf({ status, expired }: Pick<Approval, "status" | "expired">): string {
  return expired ? "Expired" : DECISION[status].label;
}

/** How it came to its end, and by whom. */
export function endingOf({ status, expired, decided_by_name: by }: Ended): string {
  return expired ? "Expired" : `${by ?? "Somebody"} ${status} it`;
}

type Ended = Pick<Approval, "status" | "expired" | "decided_by_name">;

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
  if (first === undefined) return "No task";
  return more.length ? `${named(first)} and ${more.length} more` : named(first);
}

const REASON = new Set(["reason", "decision"]);
const TASKS = new Set(["task_id", "taskId", "taskID", "task_ids", "taskIds", "taskIDs"]);

/** A part of the payload: what is meant by it, or what it was and is to become. */
export type Evidence = { name: string } & ({ value: string } | { before: string; after: string });

const SIDES = [
  ["before", "after"],
  ["old", "new"],
] as const;
const DEEPEST = 4;

/** The payload as a list to read; the reason and the tasks are shown by themselves. */
export function fieldsOf(payload: Approval["payload"]): Evidence[] {
  const told = Object.entries(payload ?? {}).filter(
    ([name, value]) => !TASKS.has(name) && !(REASON.has(name) && isReason(name, value)),
  );
  return evidenceOf(Object.fromEntries(told), "Change", 0);
}

/** What is nested is named by the way to it; two sides of one thing are one change. */
function evidenceOf(fields: Record<string, unknown>, name: string, depth: number): Evidence[] {
  const sides = SIDES.find(([before, after]) => before in fields && after in fields);
  const rest = Object.entries(fields).filter(([key]) => !sides?.some((side) => side === key));
  const change = sides ? [{ name, before: shown(fields[sides[0]]), after: shown(fields[sides[1]]) }] : [];
  const inner = (key: string) => (depth === 0 ? readable(key) : `${name} › ${readable(key)}`);
  return [...change, ...rest.flatMap(([key, value]) => one(inner(key), value, depth))];
}

function one(name: string, value: unknown, depth: number): Evidence[] {
  if (isRecord(value) && depth < DEEPEST && Object.keys(value).length > 0) return evidenceOf(value, name, depth + 1);
  return [{ name, value: shown(value) }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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
  if (value === null || value === undefined) return "none";
  if (Array.isArray(value) && value.every((item) => typeof item !== "object")) return value.map(shown).join("\n");
  return typeof value === "object" ? JSON.stringify(value, null, 2) : String(value);
}
