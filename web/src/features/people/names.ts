import type { Member, Role } from "@/lib/api/types";

/** People see names; an address only where there is no name. */
export function nameOf({ user }: Member): string {
  return user?.preferred_name || user?.name || user?.email || "Someone";
}

export const ROLES: Record<Role, { label: string; meaning: string; yours: string }> = {
  owner: { label: "Owner", meaning: "everything, also the end of the organization", yours: "may do everything" },
  admin: {
    label: "Admin",
    meaning: "people, agents, tags and settings",
    yours: "see to people, agents, tags and settings",
  },
  member: {
    label: "Member",
    meaning: "work on the boards that are shared with them",
    yours: "work on the boards that are shared with you",
  },
};

export const ROLE_NAMES = ["owner", "admin", "member"] as const satisfies readonly Role[];
