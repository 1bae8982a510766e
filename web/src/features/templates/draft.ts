import type { Template, TemplateCreate } from "@/lib/api/types";
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

export function bodyOf(draft: Draft): Omit<TemplateCreate, "paused"> {
  const hours = Number(draft.dueAfterHours);
  return {
    name: draft.name.trim(),
    title: draft.title.trim(),
    description: draft.description.trim() || null,
    priority: draft.priority,
    assigned_agent_id: draft.assigned_agent_id,
    due_after_minutes: hours > 0 ? Math.max(1, Math.round(hours * 60)) : null,
    schedule: draft.recurs
      ? { cron: cronOf(draft.choice), time_zone: draft.zone, catch_up: draft.catchUp, overlap: draft.overlap }
      : null,
  };
}
