/** Which events the feed shows: kept in the URL, so that "what Ava did on Launch" can be linked. */
import type { ActivityFilter } from "@/lib/queryKeys";

export interface ActivitySearch {
  board?: string;
  agent?: string;
  type?: string;
}

export function parseActivitySearch(search: Record<string, unknown>): ActivitySearch {
  const clean: ActivitySearch = {};
  for (const name of ["board", "agent", "type"] as const) {
    const value = search[name];
    if (typeof value === "string" && value !== "") clean[name] = value;
  }
  return clean;
}

/** As the API names it; what is not filtered is left out, so that equal filters are equal keys of the cache. */
export function filterOf({ board, agent, type }: ActivitySearch): ActivityFilter {
  return {
    ...(board && { board_id: board }),
    ...(agent && { agent_id: agent }),
    ...(type && { event_type: type }),
  };
}

export function isFiltered(search: ActivitySearch): boolean {
  return Boolean(search.board || search.agent || search.type);
}
