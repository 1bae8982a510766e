/** Lists in the cache are patched by these: the same object comes back when nothing changed, so nothing re-renders. */
interface Identified {
  id: string;
}

export function upsert<Item extends Identified>(items: Item[], item: Item): Item[] {
  const at = items.findIndex((other) => other.id === item.id);
  if (at < 0) return [item, ...items];
  if (older(item, items[at])) return items;
  return items.with(at, { ...items[at], ...item });
}

export function without<Item extends Identified>(items: Item[], id: string): Item[] {
  return items.some((item) => item.id === id) ? items.filter((item) => item.id !== id) : items;
}

/** True when `item` is a state from before `current`: an answer overtaken by an event, or the reverse. */
function older(item: object, current: object | undefined): boolean {
  return version(item) !== null && version(current) !== null && (version(item) ?? 0) < (version(current) ?? 0);
}

function version(item: object | undefined): number | null {
  return item && "version" in item && typeof item.version === "number" ? item.version : null;
}
