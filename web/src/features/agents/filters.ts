/** Which agents the directory shows: kept in the URL, so that "the offline ones of Launch" can be linked. */
import type { Agent } from "@/lib/api/types";
import { shownState, stateOf } from "./state";

export interface AgentSearch {
  q?: string;
  state?: string;
  board?: string;
  /** The id of a gateway, or `none` for agents that speak plain HTTP. */
  gateway?: string;
  /** A model, or `none` for agents whose gateway chooses. */
  model?: string;
  new?: true;
}

const FILTERS = ["q", "state", "board", "gateway", "model"] as const;
export const NO_FILTER: AgentSearch = Object.fromEntries(FILTERS.map((name) => [name, undefined]));

export function parseAgentSearch(search: Record<string, unknown>): AgentSearch {
  const clean: AgentSearch = {};
  if (search.new) clean.new = true;
  for (const name of FILTERS) {
    const value = search[name];
    // A search for a number arrives as a number.
    if ((typeof value === "string" && value !== "") || typeof value === "number") clean[name] = String(value);
  }
  return clean;
}

export function isFiltered({ q, ...chosen }: AgentSearch): boolean {
  return Boolean(q?.trim() || chosen.state || chosen.board || chosen.gateway || chosen.model);
}

/** Every word must occur in the agent's name, its board's or gateway's name, its model, or the sentence about its state. */
export function matches(agent: Agent, search: AgentSearch, boardName: string | undefined): boolean {
  const text = [agent.name, boardName, agent.setup?.gateway_name, agent.model, agent.status_reason]
    .join("\n")
    .toLowerCase();
  const words = (search.q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  return (
    (!search.state || statesOf(agent).includes(search.state)) &&
    (!search.board || search.board === agent.board_id) &&
    (!search.gateway || search.gateway === (gatewayOf(agent) ?? "none")) &&
    (!search.model || search.model === (agent.model ?? "none")) &&
    words.every((word) => text.includes(word))
  );
}

/** A paused one is also what it would be, and an unreachable one offline; one whose turns fail is not simply online. */
function statesOf(agent: Agent): string[] {
  const is = stateOf(agent).value;
  return [shownState(agent).value, is, ...(agent.status === "online" ? [] : [agent.status])];
}

/** Where it lives; null for one that speaks plain HTTP. */
export function gatewayOf({ connection, gateway_id }: Agent): string | null {
  return connection === "gateway" ? gateway_id : null;
}
