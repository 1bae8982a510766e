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

/** What it finished, latest first. */
export function doneBy(tasks: readonly TaskCard[], agentId: string): TaskCard[] {
  return tasks
    .filter((task) => task.status === "done" && task.assigned_agent_id === agentId)
    .sort((a, b) => b.updated_at.localeCompare(a.updated_at));
}

/** What deleting the agent does to its tasks, in a sentence; without numbers while the board is not known. */
export function fateOfTasks(tasks: readonly TaskCard[] | undefined, agentId: string): string {
  if (!tasks) return "Tasks that it works on go back to the inbox; others that are assigned to it lose their assignee.";
  const open = tasks.filter((task) => task.assigned_agent_id === agentId && task.status !== "done");
  const begun = open.filter((task) => task.status === "in_progress").length;
  const parts = [
    begun > 0 && `${count(begun)} that it works on ${begun === 1 ? "goes" : "go"} back to the inbox`,
    open.length > begun &&
      `${count(open.length - begun)} waiting for it ${open.length - begun === 1 ? "loses its" : "lose their"} assignee`,
  ].filter(Boolean);
  return parts.length > 0 ? `${parts.join(", and ")}.` : "No open task is assigned to it.";
}

function count(tasks: number): string {
  return tasks === 1 ? "1 task" : `${tasks} tasks`;
}
