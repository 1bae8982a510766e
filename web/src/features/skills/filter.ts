import type { Skill } from "@/lib/api/types";

/** What the page's address narrows the catalogue to. */
export interface SkillSearch {
  q?: string;
  category?: string;
  risk?: string;
  pack?: string;
}

/** Those without a category or a risk, or of no pack. */
export const NONE = "none";

export function narrowed(skills: Skill[], { q, category, risk, pack }: SkillSearch): Skill[] {
  const word = q?.trim().toLowerCase();
  return skills.filter(
    (skill) =>
      matches(skill.category, category) &&
      matches(skill.risk, risk) &&
      (!pack || (skill.pack_id ?? NONE) === pack) &&
      (!word || words(skill).includes(word)),
  );
}

export function isNarrowed({ q, category, risk, pack }: SkillSearch): boolean {
  return Boolean(q?.trim() || category || risk || pack);
}

/** Every value that occurs, by name; those without one last. */
export function occurring(skills: Skill[], field: "category" | "risk"): string[] {
  const values = new Set(skills.map((skill) => plain(skill[field])));
  return [...values].sort((a, b) => Number(a === NONE) - Number(b === NONE) || a.localeCompare(b));
}

function matches(value: string | null | undefined, wanted: string | undefined): boolean {
  return !wanted || plain(value) === wanted;
}

function plain(value: string | null | undefined): string {
  return value?.trim().toLowerCase() || NONE;
}

function words({ name, description, category, risk, source_url }: Skill): string {
  return [name, description, category, risk, source_url].join("\n").toLowerCase();
}
