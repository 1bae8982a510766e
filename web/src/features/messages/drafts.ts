/** Half-written answers: they survive that one looks elsewhere, and that somebody else is faster. */
import { useSyncExternalStore } from "react";
import type { AgentMessage } from "@/lib/api/types";

type Drafts = ReadonlyMap<string, string>;

let drafts: Drafts = new Map();
const listeners = new Set<() => void>();

export function keepDraft(messageId: string, text: string) {
  const next = new Map(drafts);
  if (text) next.set(messageId, text);
  else next.delete(messageId);
  drafts = next;
  for (const tell of listeners) tell();
}

/** What is written and not sent, by message. */
export function useDrafts(): Drafts {
  return useSyncExternalStore(subscribe, () => drafts);
}

/** The open messages, and of the others those whose answer somebody was writing. */
export function withOverdue(open: AgentMessage[], all: AgentMessage[], written: Drafts): AgentMessage[] {
  const overdue = all.filter(({ id, status }) => status !== "open" && written.has(id));
  const gone = new Set(overdue.map(({ id }) => id));
  return [...overdue, ...open.filter(({ id }) => !gone.has(id))];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
