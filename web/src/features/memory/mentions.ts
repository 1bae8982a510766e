/** What is being typed as a mention, and what it may become. */
export interface Mention {
  /** Where the `@` stands. */
  start: number;
  typed: string;
}

const OPEN = /(?:^|\s)@([A-Za-z][\w-]{0,31}|)$/;

/** The mention that the cursor is in, if it is in one. */
export function mentionAt(text: string, cursor: number): Mention | null {
  const found = OPEN.exec(text.slice(0, cursor));
  const typed = found?.[1];
  return typed === undefined ? null : { start: cursor - typed.length - 1, typed: typed.toLowerCase() };
}

/** How agents are called: by the first word of their names, the lead by its office, and all of them. */
export function callable(names: string[], typed: string): string[] {
  const words = names.flatMap((name) => /^[A-Za-z][\w-]{0,31}/.exec(name)?.[0] ?? []);
  return [...new Set([...words, "lead", "all"])].filter((word) => word.toLowerCase().startsWith(typed));
}

export function completed(text: string, mention: Mention, word: string): string {
  const after = text.slice(mention.start + 1 + mention.typed.length);
  return `${text.slice(0, mention.start)}@${word} ${after.trimStart()}`;
}
