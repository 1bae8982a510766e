/** Which tasks of a board are chosen for a change of many. Pure: the hook beside it keeps one of these. */

export interface Selection {
  ids: ReadonlySet<string>;
  /** Where a range starts: the task that was chosen or given up last. */
  anchor: string | null;
  /** Cards are chosen by a tap instead of being opened, as on a phone. */
  tapping: boolean;
}

export const NOTHING: Selection = { ids: new Set(), anchor: null, tapping: false };

export function toggle(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ...selection, ids, anchor: id };
}

/**
 * Everything from the anchor to `id`, in the order in which the tasks are shown. Without an anchor on the screen it is
 * `id` alone. The anchor stays, so that the range can be drawn again.
 */
export function extend(selection: Selection, shown: readonly string[], id: string): Selection {
  const from = selection.anchor === null ? -1 : shown.indexOf(selection.anchor);
  const to = shown.indexOf(id);
  if (from < 0 || to < 0) return { ...selection, ids: new Set([...selection.ids, id]), anchor: id };
  const range = shown.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ...selection, ids: new Set([...selection.ids, ...range]) };
}

/** All of them; or none of them when all were chosen already. */
export function toggleAll(selection: Selection, ids: readonly string[]): Selection {
  const chosen = new Set(selection.ids);
  const every = coverage(chosen, ids) === "all";
  for (const id of ids) every ? chosen.delete(id) : chosen.add(id);
  return { ...selection, ids: chosen };
}

export function coverage(chosen: ReadonlySet<string>, ids: readonly string[]): "none" | "some" | "all" {
  const count = ids.filter((id) => chosen.has(id)).length;
  if (count === 0) return "none";
  return count === ids.length ? "all" : "some";
}

/** Without tasks that are gone; the same object when none is, so that nothing renders for it. */
export function kept(selection: Selection, exists: (id: string) => boolean): Selection {
  const ids = [...selection.ids].filter(exists);
  return ids.length === selection.ids.size ? selection : { ...selection, ids: new Set(ids) };
}
