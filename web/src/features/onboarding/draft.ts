/** The draft of a goal as a form: text fields, and back to what the API takes. */
import type { Onboarding, OnboardingConfirm, OnboardingDraftUpdate } from "@/lib/api/types";

type Draft = NonNullable<Onboarding["draft_goal"]>;
type Lead = NonNullable<Draft["lead_agent"]>;
type Metrics = OnboardingConfirm["success_metrics"];

export interface GoalFields {
  board_type: string;
  objective: string;
  metrics: string;
  date: string;
}

export interface LeadFields {
  name: string;
  role: string;
  communication_style: string;
  autonomy_level: string;
  verbosity: string;
  output_format: string;
  update_cadence: string;
  custom_instructions: string;
}

export interface ProfileFields {
  preferred_name: string;
  pronouns: string;
  timezone: string;
  notes: string;
  context: string;
}

export type DraftFields = GoalFields & LeadFields & ProfileFields;

interface Goal {
  board_type: string;
  objective?: string | null;
  success_metrics?: Record<string, unknown> | null;
  target_date?: string | null;
}

export function goalFieldsOf({ board_type, objective, success_metrics, target_date }: Goal): GoalFields {
  return {
    board_type: board_type === "general" ? "general" : "goal",
    objective: objective ?? "",
    metrics: metricLines(success_metrics).join("\n"),
    date: target_date?.slice(0, 10) ?? "",
  };
}

export function fieldsOf(draft: Draft): DraftFields {
  const { lead_agent: lead, user_profile: profile } = draft;
  return {
    ...goalFieldsOf(draft),
    name: lead?.name ?? "",
    role: lead?.identity_profile?.role ?? "",
    communication_style: lead?.identity_profile?.communication_style ?? "",
    autonomy_level: lead?.autonomy_level ?? "",
    verbosity: lead?.verbosity ?? "",
    output_format: lead?.output_format ?? "",
    update_cadence: lead?.update_cadence ?? "",
    custom_instructions: lead?.custom_instructions ?? "",
    preferred_name: profile?.preferred_name ?? "",
    pronouns: profile?.pronouns ?? "",
    timezone: profile?.timezone ?? "",
    notes: profile?.notes ?? "",
    context: profile?.context ?? "",
  };
}

export function goalOf(fields: GoalFields, before: Goal): OnboardingConfirm {
  return {
    board_type: fields.board_type,
    objective: fields.objective.trim() || null,
    success_metrics: metricsOf(fields.metrics, before.success_metrics),
    // A day that was not touched keeps its hour.
    target_date:
      fields.date === (before.target_date?.slice(0, 10) ?? "")
        ? (before.target_date ?? null)
        : fields.date
          ? `${fields.date}T00:00:00Z`
          : null,
  };
}

/** All of the draft, with what the form does not show left as it is. */
export function draftOf(fields: DraftFields, before: Draft): OnboardingDraftUpdate {
  const profile = Object.fromEntries(
    Object.entries({
      ...before.lead_agent?.identity_profile,
      role: fields.role.trim(),
      communication_style: fields.communication_style.trim(),
    }).filter(([, text]) => text),
  );
  return {
    ...goalOf(fields, before),
    lead_agent: {
      name: fields.name.trim() || null,
      identity_profile: Object.keys(profile).length ? profile : null,
      autonomy_level: chosen<"autonomy_level">(fields.autonomy_level),
      verbosity: chosen<"verbosity">(fields.verbosity),
      output_format: chosen<"output_format">(fields.output_format),
      update_cadence: chosen<"update_cadence">(fields.update_cadence),
      custom_instructions: fields.custom_instructions.trim() || null,
    },
    user_profile: {
      preferred_name: fields.preferred_name.trim() || null,
      pronouns: fields.pronouns.trim() || null,
      timezone: fields.timezone.trim() || null,
      notes: fields.notes.trim() || null,
      context: fields.context.trim() || null,
    },
  };
}

const AUTONOMY_KEYS = ["autonomy_level", "autonomy", "mode"];

/** Whether nobody is asked to approve: the level says so or, where none is chosen, the profile that agents write. */
export function decidesAlone({ autonomy_level }: LeadFields, { lead_agent }: Pick<Draft, "lead_agent">): boolean {
  const profile = lead_agent?.identity_profile ?? {};
  const said = autonomy_level ? [autonomy_level] : AUTONOMY_KEYS.map((key) => profile[key] ?? "");
  return said
    .map((word) => word.trim().toLowerCase().replaceAll("_", "-"))
    .some(
      (word) =>
        ["autonomous", "fully-autonomous", "full-autonomy"].includes(word) ||
        (word.includes("autonom") && word.includes("fully")),
    );
}

/** Values come from the options of a list, which are those that the API knows. */
function chosen<Key extends keyof Lead>(value: string): Lead[Key] | null {
  return (value || null) as Lead[Key] | null;
}

/** What keeps a goal from being confirmed, by field. */
export function problemsOf({ board_type, objective, metrics }: GoalFields) {
  const needed = board_type === "goal";
  return {
    objective: needed && !objective.trim() ? "A goal says what shall be true." : null,
    metrics: needed && !metrics.trim() ? "A goal says how one sees that it is reached." : null,
  };
}

function metricLines(metrics: Metrics | undefined): string[] {
  return Object.entries(metrics ?? {}).map(([name, value]) => lineOf(name, value));
}

function lineOf(name: string, value: unknown): string {
  return `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`;
}

/** One a line, "what: how much"; lines that were not touched keep values that are more than text. */
function metricsOf(text: string, before: Metrics | undefined): Record<string, unknown> | null {
  const known = new Map(Object.entries(before ?? {}).map(([name, value]) => [lineOf(name, value), [name, value]]));
  const lines = text.split("\n").flatMap((line) => (line.trim() ? [known.get(line) ?? parted(line.trim())] : []));
  return lines.length ? Object.fromEntries(lines) : null;
}

function parted(line: string): [string, string] {
  const [, name = line, value = ""] = /^([^:]+):\s*(.*)$/s.exec(line) ?? [];
  return [name.trim(), value];
}
