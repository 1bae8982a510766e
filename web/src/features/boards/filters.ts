/** What part of a board is shown and how: kept in the URL, so that a view can be linked and the back button works. */
import type { TaskCard, TaskStatus } from "@/lib/api/types";

export type Due = "overdue" | "week" | "none";
export type Sort = "newest" | "priority" | "due" | "updated";
export const GROUPINGS = ["agent", "priority", "tag"] as const;
/** What the panel of the board shows. */
const PANELS = ["chat", "notes", "activity"] as const;
export type GroupBy = (typeof GROUPINGS)[number];

/** The search part of a board's address. Absent means the default, so that plain boards have plain addresses. */
export interface BoardSearch {
  view?: "list";
  q?: string;
  status?: string;
  assignee?: string;
  priority?: string;
  tag?: string;
  due?: Due;
  blocked?: true;
  sort?: Sort;
  group?: GroupBy;
  task?: string;
  new?: true;
  panel?: (typeof PANELS)[number];
  /** The comment, note or message that the address points to. */
  at?: string;
}

export interface BoardFilter {
  text: string;
  statuses: TaskStatus[];
  assignees: string[];
  priorities: string[];
  tags: string[];
  due: Due | null;
  blockedOnly: boolean;
}

/** Stands for "nobody" among the assignees. */
export const UNASSIGNED = "none";

const ALL_STATUSES: TaskStatus[] = ["inbox", "in_progress", "review", "done"];
const WEEK = 7 * 24 * 3_600_000;

export function parseBoardSearch(search: Record<string, unknown>): BoardSearch {
  const clean: BoardSearch = {};
  if (search.view === "list") clean.view = "list";
  if (search.new) clean.new = true;
  if (oneOf(search.panel, PANELS)) clean.panel = search.panel;
  if (search.blocked) clean.blocked = true;
  if (oneOf(search.due, ["overdue", "week", "none"])) clean.due = search.due;
  if (oneOf(search.group, GROUPINGS)) clean.group = search.group;
  if (oneOf(search.sort, ["priority", "due", "updated"])) clean.sort = search.sort;
  for (const name of ["q", "assignee", "priority", "tag", "task", "at"] as const) {
    const value = search[name];
    // A search for a number arrives as a number.
    if ((typeof value === "string" && value !== "") || typeof value === "number") clean[name] = String(value);
  }
  const statuses = split(search.status).filter((status) => oneOf(status, ALL_STATUSES));
  if (statuses.length > 0) clean.status = statuses.join(",");
  return clean;
}

export function filterOf(search: BoardSearch): BoardFilter {
  return {
    text: search.q?.trim().toLowerCase() ?? "",
    statuses: split(search.status) as TaskStatus[],
    assignees: split(search.assignee),
    priorities: split(search.priority),
    tags: split(search.tag),
    due: search.due ?? null,
    blockedOnly: search.blocked === true,
  };
}

export function isFiltered(filter: BoardFilter): boolean {
  return filter.text !== "" || chosenCount(filter) > 0;
}

/** In how many ways the board is narrowed, besides by text. */
export function chosenCount({ statuses, assignees, priorities, tags, due, blockedOnly }: BoardFilter): number {
  const chosen = [statuses, assignees, priorities, tags].filter((choices) => choices.length > 0).length;
  return chosen + Number(due !== null) + Number(blockedOnly);
}

/** Takes every filter out of the address; the view, the order and the open task stay. */
export const NO_FILTER: Partial<BoardSearch> = {
  q: undefined,
  status: undefined,
  assignee: undefined,
  priority: undefined,
  tag: undefined,
  due: undefined,
  blocked: undefined,
};

/** The value of a URL parameter with one choice added or taken away; undefined when none is left. */
export function toggled(current: string | undefined, choice: string): string | undefined {
  const choices = split(current);
  const next = choices.includes(choice) ? choices.filter((one) => one !== choice) : [...choices, choice];
  return next.length > 0 ? next.join(",") : undefined;
}

export function matches(task: TaskCard, filter: BoardFilter, now: number): boolean {
  return (
    (filter.statuses.length === 0 || filter.statuses.includes(task.status)) &&
    (filter.assignees.length === 0 || filter.assignees.includes(task.assigned_agent_id ?? UNASSIGNED)) &&
    (filter.priorities.length === 0 || filter.priorities.includes(task.priority)) &&
    (filter.tags.length === 0 || task.tag_ids.some((id) => filter.tags.includes(id))) &&
    (!filter.blockedOnly || task.is_blocked) &&
    matchesText(task, filter.text) &&
    matchesDue(task, filter.due, now)
  );
}

export function isOverdue(task: Pick<TaskCard, "due_at" | "status">, now: number): boolean {
  return task.due_at !== null && task.status !== "done" && Date.parse(task.due_at) < now;
}

function matchesText(task: TaskCard, text: string): boolean {
  if (text === "") return true;
  const haystack = `${task.title}\n${task.description ?? ""}\n${task.assignee ?? ""}`.toLowerCase();
  return text.split(/\s+/).every((word) => haystack.includes(word));
}

function matchesDue(task: TaskCard, due: Due | null, now: number): boolean {
  if (due === null) return true;
  if (due === "none") return task.due_at === null;
  if (due === "overdue") return isOverdue(task, now);
  return task.due_at !== null && Date.parse(task.due_at) <= now + WEEK;
}

const RANK: Record<string, number> = { urgent: 0, critical: 0, high: 1, medium: 2, low: 3 };

export function compare(sort: Sort): (a: TaskCard, b: TaskCard) => number {
  if (sort === "priority") return (a, b) => weightOf(a) - weightOf(b) || newest(a, b);
  if (sort === "due") return (a, b) => dueTime(a) - dueTime(b) || newest(a, b);
  if (sort === "updated") return (a, b) => b.updated_at.localeCompare(a.updated_at);
  return newest;
}

/** How soon by priority: the lower, the sooner. */
export function weightOf({ priority }: TaskCard): number {
  return RANK[priority] ?? 2;
}

function newest(a: TaskCard, b: TaskCard): number {
  return b.created_at.localeCompare(a.created_at);
}

function dueTime(task: TaskCard): number {
  return task.due_at ? Date.parse(task.due_at) : Number.MAX_SAFE_INTEGER;
}

function split(value: unknown): string[] {
  return typeof value === "string" ? value.split(",").filter(Boolean) : [];
}

function oneOf<Choice extends string>(value: unknown, choices: readonly Choice[]): value is Choice {
  return choices.includes(value as Choice);
}
