/** How often an agent promises to report: `heartbeat_config.every`, a duration such as "10m". */
import type { Agent } from "@/lib/api/types";

export const PACES = [
  { value: "", label: "No fixed pace" },
  { value: "1m", label: "Every minute" },
  { value: "5m", label: "Every 5 minutes" },
  { value: "10m", label: "Every 10 minutes" },
  { value: "30m", label: "Every 30 minutes" },
  { value: "1h", label: "Every hour" },
];

export function paceOf(agent: Pick<Agent, "heartbeat_config">): string {
  const every = agent.heartbeat_config?.every;
  return typeof every === "string" ? every : "";
}

export function paceLabel(pace: string): string {
  return PACES.find(({ value }) => value === pace)?.label ?? `Every ${pace}`;
}

/** The agent's configuration with another pace; what else it holds stays. Null when nothing is left. */
export function withPace(config: Agent["heartbeat_config"], pace: string): Agent["heartbeat_config"] {
  const { every: _every, ...rest } = config ?? {};
  const next = pace ? { ...rest, every: pace } : rest;
  return Object.keys(next).length > 0 ? next : null;
}
