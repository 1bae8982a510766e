import type { Organization, Pause } from "@/lib/api/types";

/** Nothing is wider than an organization: its own pause is the only one. */
export function pausesOf({ id, name, paused_at, paused_by, pause_reason }: Organization): Pause[] {
  return paused_at === null ? [] : [{ scope: "organization", id, name, paused_at, paused_by, reason: pause_reason }];
}
