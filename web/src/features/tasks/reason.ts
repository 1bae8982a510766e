import type { TaskCard } from "@/lib/api/types";
import { named } from "@/lib/named";

/**
 * Why the task is where it is, in a line. A reason that only repeats the lease is left out: the lease is shown in the
 * reader's own time. A change seen before its reason arrives still names what it waits for.
 */
export function reasonOf(
  task: Pick<TaskCard, "status_reason" | "lease" | "is_blocked" | "blocked_by_task_ids">,
  titleOf: (taskId: string) => string | undefined,
): string | null {
  const { status_reason: reason, lease } = task;
  if (reason) return lease?.claimed_at && reason.includes(lease.agent_name) ? null : reason;
  if (!task.is_blocked) return null;
  const titles = task.blocked_by_task_ids.map((id) => `“${named(titleOf(id) ?? "another task")}”`);
  return `Waits for ${titles.join(", ")}`;
}
