import type { ApiKey } from "@/lib/api/types";

export type Scope = ApiKey["scopes"][number];

export const SCOPES: Record<Scope, { label: string; meaning: string }> = {
  read: { label: "Read", meaning: "looks, and changes nothing" },
  write: { label: "Write", meaning: "looks, and works on boards and tasks" },
  admin: { label: "Administer", meaning: "also does what administrators do, but for people: their roles and invites" },
};

export const SCOPE_NAMES: Scope[] = ["read", "write", "admin"];

/** Each scope includes the ones before it, so the last one says it all. */
export function strongest(scopes: Scope[]): Scope {
  return SCOPE_NAMES.findLast((scope) => scopes.includes(scope)) ?? "read";
}
