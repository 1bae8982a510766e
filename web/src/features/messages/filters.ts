/** Which messages of agents are shown: kept in the URL. */
export interface MessageSearch {
  show?: "all";
  board?: string;
  /** The one that a link points to. */
  message?: string;
}

export function parseMessageSearch(search: Record<string, unknown>): MessageSearch {
  const clean: MessageSearch = {};
  if (search.show === "all") clean.show = "all";
  for (const name of ["board", "message"] as const) {
    const value = search[name];
    if (typeof value === "string" && value !== "") clean[name] = value;
  }
  return clean;
}
