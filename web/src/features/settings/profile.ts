import type { User, UserUpdate } from "@/lib/api/types";

export type ProfileField = "name" | "preferred_name" | "pronouns" | "timezone" | "notes" | "context";
export type Profile = Record<ProfileField, string>;

const FIELDS: ProfileField[] = ["name", "preferred_name", "pronouns", "timezone", "notes", "context"];

export function profileOf(user: User): Profile {
  return Object.fromEntries(FIELDS.map((field) => [field, user[field] ?? ""])) as Profile;
}

/** Only what differs, so that two open tabs do not undo each other; an emptied field is cleared. */
export function changeOf(user: User, draft: Profile): UserUpdate | null {
  const changed = FIELDS.filter((field) => draft[field].trim() !== (user[field] ?? ""));
  if (changed.length === 0) return null;
  return Object.fromEntries(changed.map((field) => [field, draft[field].trim() || null]));
}
