import type { SearchHit } from "@/lib/api/types";

export type Kind = SearchHit["kind"];

/** What is looked for, and where: kept in the URL. */
export interface SearchSearch {
  q?: string;
  kind?: Kind;
  board?: string;
}

export const KINDS: Record<Kind, string> = { task: "Tasks", comment: "Comments", memory: "Notes", chat: "Messages" };

export function parseSearchSearch(search: Record<string, unknown>): SearchSearch {
  const clean: SearchSearch = {};
  // A search for a number arrives as a number.
  if (typeof search.q === "number" || (typeof search.q === "string" && search.q !== "")) clean.q = String(search.q);
  if (typeof search.kind === "string" && Object.hasOwn(KINDS, search.kind)) clean.kind = search.kind as Kind;
  if (typeof search.board === "string" && search.board !== "") clean.board = search.board;
  return clean;
}
