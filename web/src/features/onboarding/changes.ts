/** What has become another in a draft since a person has read it, by the words of the form. */
import type { Onboarding } from "@/lib/api/types";
import { CHOICES } from "./choices";
import { dialogueOf } from "./dialogue";
import { type DraftFields, fieldsOf } from "./draft";

type Draft = NonNullable<Onboarding["draft_goal"]>;

export interface Change {
  label: string;
  was: string;
  now: string;
}

const LABELS: Record<keyof DraftFields, string> = {
  board_type: "Kind of board",
  objective: "Goal",
  metrics: "Measures",
  date: "By",
  name: "Lead’s name",
  role: "Role",
  autonomy_level: "Decides",
  verbosity: "Says",
  output_format: "Writes",
  update_cadence: "Reports",
  communication_style: "Style",
  custom_instructions: "Instructions",
  preferred_name: "Preferred name",
  pronouns: "Pronouns",
  timezone: "Time zone",
  notes: "Notes",
  context: "Context",
};

/** The lead's profile too, of which the form shows a part: it says how the lead works. */
export function changesOf(before: Draft, after: Draft): Change[] {
  const [was, now] = [wordsOf(before), wordsOf(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(now)])].flatMap((label) => {
    const change = { label, was: was[label] ?? "", now: now[label] ?? "" };
    return change.was === change.now ? [] : [change];
  });
}

function wordsOf(draft: Draft): Record<string, string> {
  const { role: _role, communication_style: _style, ...more } = draft.lead_agent?.identity_profile ?? {};
  const fields = Object.entries(fieldsOf(draft)).map(([name, text]) => [
    LABELS[name as keyof DraftFields],
    chosenWords(name, text),
  ]);
  const profile = Object.entries(more).map(([name, text]) => [`Profile: ${name}`, text]);
  return Object.fromEntries([...fields, ...profile]);
}

function chosenWords(name: string, value: string): string {
  const options = CHOICES.find((choice) => choice.name === name)?.options ?? [];
  return options.find(([known]) => known === value)?.[1] ?? value;
}

/** Who changed it: an agent that does has said so, a person has not. */
export function changedBy(before: Onboarding, after: Onboarding): string {
  return drafts(after) > drafts(before) ? "The agent" : "Somebody";
}

function drafts(onboarding: Onboarding): number {
  return dialogueOf(onboarding).filter(({ kind }) => kind === "draft").length;
}
