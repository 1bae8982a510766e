import type { TaskCard } from "@/lib/api/types";

/**
 * What an agent works on, surest first: tasks whose lease it holds, then tasks in progress that are assigned to it
 * (moved by a person, or from before there were leases).
 */
export function workOf(tasks: readonly TaskCard[], agentId: string, now: number): TaskCard[] {
  const held = tasks.filter((task) => holds(task, agentId, now));
  const assigned = tasks.filter(
    (task) => task.status === "in_progress" && task.assigned_agent_id === agentId && !held.includes(task),
  );
  return [...held.sort(byClaim), ...assigned];
}

/** What waits for the agent: assigned to it and not begun, or with a reviewer. */
export function queueOf(tasks: readonly TaskCard[], agentId: string, now: number): TaskCard[] {
  return tasks.filter(
    (task) =>
      task.assigned_agent_id === agentId &&
      (task.status === "inbox" || task.status === "review") &&
      !holds(task, agentId, now),
  );
}

/** A lease that ran out holds nothing, even while the server has not yet taken it away. */
export function holds(task: TaskCard, agentId: string, now: number): boolean {
  return task.lease?.agent_id === agentId && Date.parse(task.lease.expires_at) > now;
}

function byClaim(a: TaskCard, b: TaskCard): number {
  return (b.lease?.claimed_at ?? "").localeCompare(a.lease?.claimed_at ?? "");
}
