import type { Overview } from "@/lib/api/types";

export interface FirstSteps {
  board: boolean;
  agent: boolean;
  task: boolean;
  /** An agent has made its first call: the installation works. */
  call: boolean;
}

export function firstSteps(boards: number, { fleet, flow }: Overview): FirstSteps {
  const tasks = flow.created_today + flow.inbox + flow.in_progress + flow.review + flow.done_today;
  return { board: boards > 0, agent: fleet.total > 0, task: tasks > 0, call: fleet.total > fleet.provisioning };
}

/**
 * The guide stays until a board has an agent that reported. Tasks do not count here: an installation whose tasks are all
 * long done is not a new one.
 */
export function isNew(steps: FirstSteps): boolean {
  return !(steps.board && steps.agent && steps.call);
}
