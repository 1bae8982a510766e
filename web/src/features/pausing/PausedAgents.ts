import { createContext, useContext } from "react";

/** The agents of the board on the screen that are paused: what they hold stays theirs. */
export const PausedAgents = createContext<ReadonlySet<string>>(new Set());

export function useIsPaused(agentId: string | undefined): boolean {
  const paused = useContext(PausedAgents);
  return agentId !== undefined && paused.has(agentId);
}
