import type { ApiKey } from "@/lib/api/types";

export function isExpired({ expires_at }: ApiKey, now: number): boolean {
  return expires_at !== null && Date.parse(expires_at) <= now;
}

/** Whether somebody who has seen a service's key administers the organization no more: the key goes on without them. */
export function outlivesItsMaker({ kind, created_by_role }: ApiKey): boolean {
  return kind === "service" && created_by_role !== "owner" && created_by_role !== "admin";
}

/** What stays, and lets somebody in, when this person is removed. */
export function serviceKeysMadeBy(keys: ApiKey[], userId: string, now: number): ApiKey[] {
  return keys.filter((key) => key.kind === "service" && key.created_by_user_id === userId && !isExpired(key, now));
}
