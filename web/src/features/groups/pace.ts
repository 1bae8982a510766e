/** The heartbeat pace of a group's agents, as a person writes it and as it is. */
import type { Agent } from "@/lib/api/types";
import { paceLabel, paceOf } from "../agents/heartbeat";

/** "10m", "90s": what the server takes; null for anything else. */
export function parsePace(text: string): string | null {
  const pace = text.trim().toLowerCase();
  return /^\d{1,6}[smhd]$/.test(pace) ? pace : null;
}

/** "3 agents: 2 every 10 minutes, 1 no fixed pace", "One agent: every hour". */
export function presentPaces(agents: Pick<Agent, "heartbeat_config">[]): string {
  if (agents.length === 0) return "No agents on these boards.";
  const counts = new Map<string, number>();
  for (const agent of agents) counts.set(paceOf(agent), (counts.get(paceOf(agent)) ?? 0) + 1);
  const parts = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([pace, count]) => (counts.size > 1 ? `${count} ` : "") + paceLabel(pace).toLowerCase());
  return `${agents.length === 1 ? "One agent" : `${agents.length} agents`}: ${parts.join(", ")}.`;
}
