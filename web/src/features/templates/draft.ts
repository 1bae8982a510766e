import { errorMessage } from "@/lib/api/errors";
import type { CustomField, Template, TemplateCreate } from "@/lib/api/types";
import { fromText } from "../customFields/fieldTypes";
import { browserZone } from "../settings/timezones";
import { type Choice, choiceOf, cronOf, DEFAULT_CHOICE } from "./schedule";

/** A template while it is being written. */
export interface Draft {
  name: string;
  title: string;
  description: string;
  priority: string;
  assigned_agent_id: string | null;
  /** Hours until the task is due, as typed; empty for no date. */
  dueAfterHours: string;
  tag_ids: string[];
  /** Of the custom fields, what was typed, by key. */
  texts: Record<string, string>;
  recurs: boolean;
  choice: Choice;
  zone: string;
  catchUp: "skip" | "one" | "all";
  overlap: "skip" | "allow";
}

export function draftOf(template: Template | null): Draft {
  const schedule = template?.schedule;
  return {
    name: template?.name ?? "",
    title: template?.title ?? "",
    description: template?.description ?? "",
    priority: template?.priority ?? "medium",
    assigned_agent_id: template?.assigned_agent_id ?? null,
    dueAfterHours: template?.due_after_minutes ? String(template.due_after_minutes / 60) : "",
    tag_ids: template?.tag_ids ?? [],
    texts: {},
    recurs: template ? Boolean(schedule) : true,
    choice: schedule ? choiceOf(schedule.cron) : DEFAULT_CHOICE,
    zone: schedule?.time_zone ?? browserZone(),
    catchUp: schedule?.catch_up ?? "one",
    overlap: schedule?.overlap ?? "skip",
  };
}

export function isComplete({ name, title, recurs, choice }: Draft): boolean {
  return Boolean(name.trim() && title.trim() && (!recurs || cronOf(choice)));
}

export function bodyOf(draft: Draft, values: Record<string, unknown>): Omit<TemplateCreate, "paused"> {
  const hours = Number(draft.dueAfterHours);
  return {
    name: draft.name.trim(),
    title: draft.title.trim(),
    description: draft.description.trim() || null,
    priority: draft.priority,
    assigned_agent_id: draft.assigned_agent_id,
    due_after_minutes: hours > 0 ? Math.max(1, Math.round(hours * 60)) : null,
    tag_ids: draft.tag_ids,
    custom_field_values: values as never,
    schedule: draft.recurs
      ? { cron: cronOf(draft.choice), time_zone: draft.zone, catch_up: draft.catchUp, overlap: draft.overlap }
      : null,
  };
}

/** What the tasks get in the fields of the board, or the first reason why they could not. */
export function valuesOf(
  fields: CustomField[],
  texts: Record<string, string>,
  present: Record<string, unknown>,
): { values: Record<string, unknown>; problem: string | null } {
  const values: Record<string, unknown> = {};
  for (const { field_key: key, field_type: type, label, required, default_value: usual } of fields) {
    try {
      const value = texts[key] === undefined ? present[key] : fromText(type, texts[key]);
      if (value !== undefined && value !== null) values[key] = value;
    } catch (error) {
      return { values, problem: `${label}: ${errorMessage(error)}` };
    }
    if (required && (values[key] ?? usual ?? null) === null) return { values, problem: `${label} is required.` };
  }
  return { values, problem: null };
}
