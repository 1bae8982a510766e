/** Parts of the URL's query that several pages read. */

export type Search = Record<string, unknown>;

/** A text that is there; a blank one is none. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Whether the dialog that makes a new one is open. */
export function wantsNew(search: Search): { new?: true } {
  return search.new ? { new: true } : {};
}
