import type { QueryClient } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";
import { refetchSoon } from "./refetchSoon";

/** All that shows whether something is paused: one pause concerns everything below it. */
const CONCERNED = [
  keys.agents,
  ["agent"],
  keys.boards,
  ["snapshot"],
  keys.gateways,
  keys.organization,
  keys.explanations,
  keys.overview,
  keys.messages,
  keys.onboardings,
] as const;

export function pauseChanged(cache: QueryClient): void {
  for (const key of CONCERNED) void refetchSoon(cache, key);
}
