import type { GatewayAgent } from "@/lib/api/types";
import { dollars, lookOf } from "../sessions/transcript";

export interface ListedSession {
  key: string;
  name: string;
  agentId: string | null;
  running: boolean;
  /** Tokens and cost in words; empty where the gateway tells neither. */
  spent: string;
}

/** Those at work first, then by name. */
export function listedOf(sessions: Record<string, unknown>[], agents: GatewayAgent[]): ListedSession[] {
  const named = new Map(agents.map((agent) => [agent.runtime_id, agent]));
  const rows = sessions.map((session) => row(session, named)).filter(({ key }) => key !== "");
  return rows.sort((one, other) => Number(other.running) - Number(one.running) || one.name.localeCompare(other.name));
}

function row(session: Record<string, unknown>, named: Map<string, GatewayAgent>): ListedSession {
  const key = typeof session.key === "string" ? session.key : "";
  const [, runtimeId = "", rest = ""] = key.split(":");
  const agent = named.get(runtimeId);
  const label = typeof session.label === "string" ? session.label : "";
  const { running, tokens, cost } = lookOf(session);
  const spent = [tokens !== null && `${tokens.toLocaleString()} tokens`, cost !== null && cost > 0 && dollars(cost)];
  const name = agent?.name ?? (label || runtimeId);
  return {
    key,
    name: rest && rest !== "main" && !rest.startsWith("mc-") ? `${name}, ${rest}` : name,
    agentId: agent?.agent_id ?? null,
    running,
    spent: spent.filter(Boolean).join(", "),
  };
}

/** Tokens and cost of all sessions, as far as the gateway knows them. */
export function spentOf(sessions: Record<string, unknown>[]): string {
  const looks = sessions.map(lookOf);
  const tokens = looks.reduce((sum, look) => sum + (look.tokens ?? 0), 0);
  const cost = looks.reduce((sum, look) => sum + (look.cost ?? 0), 0);
  const parts = [cost > 0 && dollars(cost), tokens > 0 && `${tokens.toLocaleString()} tokens in context`];
  return parts.filter(Boolean).join(", ") || "Nothing that it knows of";
}
