import type { MemoryPlace } from "@/lib/live/memory";

/** What the chat of a board does, besides being read; the server knows them in memory/rules.py. */
export const COMMANDS = ["/pause", "/resume"] as const;

export type Command = (typeof COMMANDS)[number];

/** The command that a message is: alone, in any case. */
export function commandOf(text: string): Command | null {
  const word = text.trim().toLowerCase();
  return COMMANDS.find((command) => command === word) ?? null;
}

/** The word that looks like a command, where the message would only be read: a group's chat does nothing at all. */
export function unheard(kind: MemoryPlace["kind"], text: string): string | null {
  return kind === "board" && commandOf(text) ? null : commandLike(text);
}

/** The first word of what looks like a command; the path of a file does not. */
export function commandLike(text: string): string | null {
  return /^\/[\p{L}\d_-]+(?![^\s.,!?])/u.exec(text.trim())?.[0] ?? null;
}
