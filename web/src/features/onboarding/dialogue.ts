/** What was said in an interview, as people read it. */
import type { Onboarding } from "@/lib/api/types";

export interface Option {
  id: string;
  label: string;
}

export type Said =
  | { kind: "question"; at: string; text: string; options: Option[] }
  | { kind: "draft"; at: string }
  | { kind: "answer"; at: string; text: string };

/** Most agents ask between six and ten. */
export const USUAL_QUESTIONS = 8;

/** What the product tells the agent is left out. */
export function dialogueOf({ messages }: Pick<Onboarding, "messages">): Said[] {
  return (messages ?? []).flatMap((message) => (message.hidden ? [] : [saidIn(message)]));
}

function saidIn({ role, content, timestamp }: Record<string, unknown>): Said {
  const at = String(timestamp);
  const text = String(content);
  if (role === "user") return { kind: "answer", at, text };
  try {
    const { question, options = [], status } = JSON.parse(text);
    return status === "complete" ? { kind: "draft", at } : { kind: "question", at, text: question, options };
  } catch {
    return { kind: "question", at, text, options: [] };
  }
}

/** The question that waits for an answer. */
export function openQuestion(said: readonly Said[]): Extract<Said, { kind: "question" }> | null {
  const last = said.at(-1);
  return last?.kind === "question" ? last : null;
}

/** Of a draft more can be said at any time; a question that the agent asked is answered once. */
export function mayAdd(said: readonly Said[]): boolean {
  return said.findLast(({ kind }) => kind !== "answer")?.kind !== "question";
}

export function questionsAsked(said: readonly Said[]): number {
  return said.filter(({ kind }) => kind === "question").length;
}

/** Agents mark by these words the options with which one writes. */
export function wantsTyping(label: string): boolean {
  return /i['’]ll type it/i.test(label);
}
