/** Which agents the directory shows: kept in the URL, so that "the offline ones of Launch" can be linked. */
import type { Agent } from "@/lib/api/types";

export interface AgentSearch {
  q?: string;
  state?: string;
  board?: string;
  new?: true;
}

export function parseAgentSearch(search: Record<string, unknown>): AgentSearch {
  const clean: AgentSearch = {};
  if (search.new) clean.new = true;
  for (const name of ["q", "state", "board"] as const) {
    const value = search[name];
    // A search for a number arrives as a number.
    if ((typeof value === "string" && value !== "") || typeof value === "number") clean[name] = String(value);
  }
  return clean;
}

export function isFiltered({ q, state, board }: AgentSearch): boolean {
  return Boolean(q?.trim() || state || board);
}

/** Every word must occur in the agent's name, its board's name, or the sentence about its state. */
export function matches(agent: Agent, search: AgentSearch, boardName: string | undefined): boolean {
  const text = `${agent.name}\n${boardName ?? ""}\n${agent.status_reason}`.toLowerCase();
  const words = (search.q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  return (
    (!search.state || search.state === agent.status) &&
    (!search.board || search.board === agent.board_id) &&
    words.every((word) => text.includes(word))
  );
}
