/** What is looked for in the log: kept in the URL, so that "all from this address" can be linked. */
import type { AuditFilter } from "@/lib/queryKeys";

const NAMES = ["text", "actor", "type", "board", "entity", "request", "address", "from", "to"] as const;

export type AuditFilters = Partial<Record<(typeof NAMES)[number], string>>;

export interface AuditSearch extends AuditFilters {
  /** The event whose details are open, by its position. */
  event?: number;
}

export function parseAuditSearch(search: Record<string, unknown>): AuditSearch {
  const clean: AuditSearch = {};
  for (const name of NAMES) {
    const value = search[name];
    // What looks like a number arrives as one.
    if ((typeof value === "string" && value !== "") || typeof value === "number") clean[name] = String(value);
  }
  if (typeof search.event === "number" && Number.isSafeInteger(search.event) && search.event > 0) {
    clean.event = search.event;
  }
  return clean;
}

/** As the API names it; what is not filtered is left out, so that equal filters are equal keys of the cache. */
export function filterOf(search: AuditFilters): AuditFilter {
  return {
    ...(search.text && { text: search.text }),
    ...(search.actor && { actor_id: search.actor }),
    ...(search.type && { event_type: search.type }),
    ...(search.board && { board_id: search.board }),
    ...(search.entity && { entity_id: search.entity }),
    ...(search.request && { request_id: search.request }),
    ...(search.address && { address: search.address }),
    ...moment("since", search.from, 0),
    ...moment("until", search.to, 1),
  };
}

export function isFiltered(search: AuditSearch): boolean {
  return NAMES.some((name) => search[name]);
}

/** Days are those of the reader: from the first moment of one to the last of another. */
function moment(name: "since" | "until", day: string | undefined, later: number): Partial<AuditFilter> {
  const [year, month, date] = (day ?? "").split("-").map(Number);
  if (!year || !month || !date) return {};
  const start = new Date(year, month - 1, date + later);
  return Number.isNaN(start.getTime()) ? {} : { [name]: start.toISOString() };
}
