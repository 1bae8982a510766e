/** The feed as a list: pages put together, each event once, cut into days. */
import type { ActivityEvent, Page } from "@/lib/api/types";
import { plainText } from "@/lib/plainText";
import { day } from "@/lib/time/relative";
import { labelOf } from "./eventTypes";
import { inPlainWords } from "./words";

export interface FeedDay {
  key: string;
  label: string;
  events: ActivityEvent[];
}

/** Pages overlap when something happened between two requests for them. */
export function eventsOf(pages: Page<ActivityEvent>[]): ActivityEvent[] {
  const seen = new Set<string>();
  return pages
    .flatMap(({ items }) => items)
    .filter(({ id }) => {
      if (seen.has(id)) return false;
      seen.add(id);
      return true;
    });
}

/** Where the next page begins; undefined when all is there. What the stream put in front counts: it is on the server. */
export function nextOffset(last: Page<ActivityEvent>, pages: Page<ActivityEvent>[]): number | undefined {
  const loaded = pages.reduce((sum, { items }) => sum + items.length, 0);
  const total = Math.max(...pages.map((page) => page.total));
  return last.items.length === 0 || loaded >= total ? undefined : loaded;
}

export function byDay(events: ActivityEvent[], now: number): FeedDay[] {
  const days = new Map<string, FeedDay>();
  for (const event of events) {
    const key = new Date(event.created_at).toDateString();
    const known = days.get(key);
    if (known) known.events.push(event);
    else days.set(key, { key, label: dayLabel(event.created_at, now), events: [event] });
  }
  return [...days.values()];
}

function dayLabel(at: string, now: number): string {
  const date = new Date(at).toDateString();
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (date === new Date(now).toDateString()) return "Today";
  return date === yesterday.toDateString() ? "Yesterday" : day(at, now);
}

export type Place =
  | { to: "task"; boardId: string; taskId: string }
  | { to: "agent"; agentId: string }
  | { to: "board"; boardId: string };

/** Where an event leads: to what it is about, unless that is gone. */
export function placeOf(event: ActivityEvent, boardExists: (boardId: string) => boolean): Place | null {
  const { event_type: type, task_id: taskId, agent_id: agentId } = event;
  const gone = type.endsWith(".deleted");
  if (type.startsWith("agent.") && agentId && !gone) return { to: "agent", agentId };
  const boardId = event.board_id && type !== "board.deleted" && boardExists(event.board_id) ? event.board_id : null;
  if (!boardId) return null;
  return taskId && !gone ? { to: "task", boardId, taskId } : { to: "board", boardId };
}

/** The server's words, in which a status reads as on the board; or of a comment its own, without their marks. */
export function textOf({ event_type, message }: ActivityEvent): string {
  if (!message) return labelOf(event_type);
  return event_type === "task.comment" ? plainText(message) : inPlainWords(message);
}

/** What kind of thing it was; words alone do not tell which task they are about. */
export function kindOf({ event_type, payload }: Pick<ActivityEvent, "event_type" | "payload">): string {
  const { title } = payload;
  const named = event_type === "task.comment" && typeof title === "string" && title !== "";
  return named ? `Comment on “${title}”` : labelOf(event_type);
}

/** Why it happened, where the event says so. */
export function reasonOf({ payload, message }: Pick<ActivityEvent, "payload" | "message">): string | null {
  const { reason } = payload;
  return typeof reason === "string" && reason !== "" && !message?.includes(reason) ? reason : null;
}

export function actorName({ actor }: Pick<ActivityEvent, "actor">): string {
  if (actor.name) return actor.name;
  return { user: "Somebody", agent: "An agent", system: "Mission Control" }[actor.kind];
}
