import type { EventDelivery, Subscription } from "@/lib/api/types";
import { EVENT_GROUPS, labelOf } from "../activity/eventTypes";

/** Kinds of events, by the beginnings of their types: "task." is everything about tasks. */
export const KINDS: { prefix: string; label: string }[] = EVENT_GROUPS.flatMap(({ types }) =>
  types.map(({ value }) => `${value.split(".", 1)[0]}.`),
)
  .filter((prefix, index, all) => all.indexOf(prefix) === index)
  .map((prefix) => ({ prefix, label: kindLabel(prefix) }));

function kindLabel(prefix: string): string {
  const words = prefix.slice(0, -1).replaceAll("_", " ").replace("api", "API");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a subscription is told, in words. */
export function wanted({ event_types: types, board_ids: boards }: Pick<Subscription, "event_types" | "board_ids">) {
  const what = types.length === 0 ? "Everything" : types.map(nameOf).join(", ");
  if (!boards) return what;
  return `${what} · ${boards.length === 1 ? "1 board" : `${boards.length} boards`}`;
}

function nameOf(type: string): string {
  return type.endsWith(".") ? kindLabel(type) : labelOf(type);
}

/** When what has failed is tried again: not before its address is, and not while the subscription is paused. */
export function nextAttempt(
  { state, attempts, next_attempt_at: at }: Pick<EventDelivery, "state" | "attempts" | "next_attempt_at">,
  { enabled, retry_at: back }: Pick<Subscription, "enabled" | "retry_at">,
): string | null {
  if (!enabled || state !== "pending" || !at || attempts === 0) return null;
  return back && Date.parse(back) > Date.parse(at) ? back : at;
}
