import type { ApiKey } from "@/lib/api/types";

export type Scope = ApiKey["scopes"][number];

export const SCOPES: Record<Scope, { label: string; meaning: string }> = {
  read: { label: "Read", meaning: "looks at everything that its owner sees" },
  write: { label: "Write", meaning: "reads, and works on boards and tasks" },
  admin: { label: "Administer", meaning: "does what its owner may do as an administrator, too" },
};

export const SCOPE_NAMES: Scope[] = ["read", "write", "admin"];

/** Each scope includes the ones before it, so the last one says it all. */
export function strongest(scopes: Scope[]): Scope {
  return SCOPE_NAMES.findLast((scope) => scopes.includes(scope)) ?? "read";
}
