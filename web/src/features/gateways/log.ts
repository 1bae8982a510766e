import type { GatewayLog } from "@/lib/api/types";

/** How many of the newest lines are kept. */
export const LOG_LINES = 500;

/** What was known, with what has been written since; after a gap, and of another file, only what is new. */
export function grown(known: GatewayLog | undefined, news: GatewayLog): GatewayLog {
  if (!known || news.restarted || news.cut) return news;
  return { ...news, cut: known.cut, lines: [...known.lines, ...news.lines].slice(-LOG_LINES) };
}
