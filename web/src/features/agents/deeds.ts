import type { Agent } from "@/lib/api/types";

/** What is done to one agent from the list of all. */
export type Deed = "wake" | "nudge" | "pause" | "resume";

/** Why an agent cannot be woken by hand; null when it can. */
export function whyNotWoken(agent: Agent): string | null {
  if (agent.setup === null || agent.setup === undefined) return "It calls by itself and cannot be woken";
  return agent.pauses.length > 0 ? "It is paused" : null;
}
