import type { Pause } from "@/lib/api/types";
import type { Pausable } from "./queries";

/** What of something is paused, as its own page says it. */
export function subject(pause: Pick<Pause, "scope" | "id" | "name">, on: Pick<Pausable, "scope">): string {
  if (pause.scope === on.scope)
    return { agent: pause.name, board: "This board", gateway: pause.name, organization: "Everything" }[pause.scope];
  return {
    agent: pause.name,
    board: `Its board ${pause.name}`,
    gateway: `The gateway ${pause.name}`,
    organization: "The whole organization",
  }[pause.scope];
}

/** What stops with it, for who is about to pause it. */
export const STOPS: Record<Pausable["scope"], string> = {
  agent: "A turn that runs is ended, it is not woken, and it begins no task.",
  board:
    "All agents of the board stop: turns that run are ended, nobody is woken, no task is begun, and recurring tasks wait.",
  gateway:
    "All agents on this gateway stop: turns that run are ended, nobody is woken, and no task is begun. The connection stays.",
  organization:
    "All agents of the organization stop, on every board and gateway: turns that run are ended, nobody is woken, and no task is begun.",
};

export const KEEPS = "Tasks stay with whom they are, and what happens meanwhile is told once it goes on.";
