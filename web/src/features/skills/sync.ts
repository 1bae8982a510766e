import type { SkillPackSync } from "@/lib/api/types";

export function isOpen({ status }: SkillPackSync): boolean {
  return status === "queued" || status === "fetching";
}

/** What a reading has found, or why it has not. */
export function inWords(sync: SkillPackSync): string {
  if (sync.status === "failed" || isOpen(sync)) return sync.reason ?? "";
  const parts = [
    sync.created_count && `${sync.created_count} new`,
    sync.updated_count && `${sync.updated_count} changed`,
    sync.vanished_count && `${sync.vanished_count} there no longer`,
  ].filter(Boolean);
  const found = parts.length > 0 ? parts.join(", ") : "nothing has changed";
  return sync.status === "ready" ? `Read: ${found}.` : `Last applied: ${found}.`;
}
