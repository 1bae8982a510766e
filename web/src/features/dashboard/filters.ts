/** What the dashboard shows: kept in the URL, so that a finding can be linked. */
import type { MetricsFilter } from "@/lib/queryKeys";

export const RANGES = [
  { key: "24h", label: "24 hours" },
  { key: "3d", label: "3 days" },
  { key: "7d", label: "7 days" },
  { key: "14d", label: "14 days" },
  { key: "1m", label: "30 days" },
  { key: "3m", label: "90 days" },
  { key: "6m", label: "180 days" },
  { key: "1y", label: "1 year" },
] as const;

export type RangeKey = (typeof RANGES)[number]["key"];
export const USUAL_RANGE: RangeKey = "7d";

export interface DashboardSearch {
  range?: RangeKey;
  group?: string;
  board?: string;
  agent?: string;
  tag?: string;
  view?: "table";
}

export function parseDashboardSearch(search: Record<string, unknown>): DashboardSearch {
  const range = RANGES.find(({ key }) => key === search.range)?.key;
  return {
    ...(range && range !== USUAL_RANGE && { range }),
    ...(isId(search.group) && { group: search.group }),
    ...(isId(search.board) && { board: search.board }),
    ...(isId(search.agent) && { agent: search.agent }),
    ...(isId(search.tag) && { tag: search.tag }),
    ...(search.view === "table" && { view: "table" as const }),
  };
}

export function filterOf({ range = USUAL_RANGE, group, board, agent, tag }: DashboardSearch): MetricsFilter {
  return {
    range_key: range,
    ...(group && { group_id: group }),
    ...(board && { board_id: board }),
    ...(agent && { agent_id: agent }),
    ...(tag && { tag_id: tag }),
  };
}

function isId(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
