/**
 * Places a task between what it waits for (left) and what waits for it (right). Small on purpose: the graphs are a few
 * levels of one board. A library for any graph (dagre: 17 kB compressed) would add a third to the code of a board's page.
 */
import type { TaskCard } from "@/lib/api/types";

type Node = Pick<TaskCard, "id" | "depends_on_task_ids">;

export interface Placed {
  id: string;
  /** Levels from the task that is looked at: negative for what it waits for, at least as far as the longest way. */
  level: number;
  /** Place within its column, from the top. May be a half: columns are centred on the highest one. */
  row: number;
}

export interface Edge {
  from: string;
  to: string;
  /** Places that the line goes through, from end to end: one in every column it crosses. */
  way: { level: number; row: number }[];
}

export interface Graph {
  nodes: Placed[];
  edges: Edge[];
  /** Tasks that belong to it and are not drawn, because they are the farthest of too many. */
  left: number;
}

export function layOut(tasks: readonly Node[], focus: string, most: number): Graph {
  const before = new Map(tasks.map(({ id, depends_on_task_ids: ids }) => [id, ids]));
  const after = reversed(tasks);
  const upstream = reach(focus, (id) => known(before, before.get(id)));
  const downstream = reach(focus, (id) => after.get(id) ?? []);
  // By nearness, the two sides in turn by level: what is left out is farthest away.
  const found = [...upstream, ...downstream].sort(([, a], [, b]) => a - b).map(([id]) => id);
  const drawn = new Set([focus, ...found.slice(0, most - 1)]);
  const levels = levelsOf(focus, drawn, before, after, upstream);
  const links = tasks.flatMap(({ id, depends_on_task_ids: ids }) =>
    drawn.has(id) ? ids.filter((from) => drawn.has(from)).map((from) => ({ from, to: id })) : [],
  );
  return { ...arrange(levels, links), left: Math.max(0, found.length + 1 - drawn.size) };
}

function known(map: ReadonlyMap<string, unknown>, ids: readonly string[] = []): string[] {
  return ids.filter((id) => map.has(id));
}

function reversed(tasks: readonly Node[]): Map<string, string[]> {
  const after = new Map<string, string[]>();
  for (const { id, depends_on_task_ids: ids } of tasks) {
    for (const other of ids) after.set(other, [...(after.get(other) ?? []), id]);
  }
  return after;
}

/** Everything that can be reached, with the fewest steps to it. */
function reach(start: string, next: (id: string) => readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  let ring = [start];
  for (let distance = 1; ring.length > 0; distance++) {
    const fresh = [...new Set(ring.flatMap(next))].filter((id) => id !== start && !found.has(id));
    for (const id of fresh) found.set(id, distance);
    ring = fresh;
  }
  return found;
}

type Neighbours = ReadonlyMap<string, readonly string[]>;

/** By the longest way to the task in the middle, so that every line goes from left to right. */
function levelsOf(
  focus: string,
  drawn: ReadonlySet<string>,
  before: Neighbours,
  after: Neighbours,
  upstream: ReadonlyMap<string, number>,
): Map<string, number> {
  const levels = new Map([[focus, 0]]);
  function longest(id: string, towards: Neighbours, isOn: (id: string) => boolean): number {
    const known = levels.get(id);
    if (known !== undefined) return Math.abs(known);
    // The API refuses cycles; should there be one in a half-told state, it ends here.
    levels.set(id, 0);
    const ahead = (towards.get(id) ?? []).filter(isOn).map((next) => longest(next, towards, isOn));
    const level = 1 + Math.max(0, ...ahead);
    levels.set(id, level);
    return level;
  }
  const isUpstream = (id: string) => id === focus || (drawn.has(id) && upstream.has(id));
  for (const id of drawn) if (id !== focus && upstream.has(id)) longest(id, after, isUpstream);
  for (const id of upstream.keys()) if (levels.has(id)) levels.set(id, -(levels.get(id) ?? 0));
  const isDownstream = (id: string) => id === focus || (drawn.has(id) && !upstream.has(id));
  for (const id of drawn) if (id !== focus && !upstream.has(id)) longest(id, before, isDownstream);
  return levels;
}

interface Slot {
  key: string;
  level: number;
  /** Keys of the slots that a line joins it to, in the columns beside it. */
  left: string[];
  right: string[];
}

/** A line that crosses columns gets a slot in each: so it passes between tasks, and not behind one. */
function arrange(levels: ReadonlyMap<string, number>, links: readonly { from: string; to: string }[]) {
  const slots = new Map<string, Slot>();
  const slot = (key: string, level: number) => {
    const made = slots.get(key) ?? { key, level, left: [], right: [] };
    slots.set(key, made);
    return made;
  };
  for (const [id, level] of levels) slot(id, level);
  const ways = links.map(({ from, to }) => {
    const first = levels.get(from) ?? 0;
    const last = levels.get(to) ?? 0;
    const between = Array.from({ length: Math.max(0, last - first - 1) }, (_, step) =>
      slot(`${from} ${to} ${step}`, first + step + 1),
    );
    const way = [slot(from, first), ...between, slot(to, last)];
    for (const [index, here] of way.entries()) {
      const next = way[index + 1];
      if (next) here.right.push(next.key);
      if (next) next.left.push(here.key);
    }
    return { from, to, keys: way.map(({ key }) => key) };
  });
  const places = rowsOf([...slots.values()]);
  const place = (key: string) => ({ level: slots.get(key)?.level ?? 0, row: places.get(key) ?? 0 });
  return {
    nodes: [...levels.keys()].map((id) => ({ id, ...place(id) })),
    edges: ways.map(({ from, to, keys }) => ({ from, to, way: keys.map(place) })),
  };
}

const SWEEPS = 6;

/** Every column in the order of the middle of what it is joined to, from left to right and back, until lines cross little. */
function rowsOf(slots: readonly Slot[]): Map<string, number> {
  const levels = [...new Set(slots.map(({ level }) => level))].sort((a, b) => a - b);
  const columns = levels.map((level) => slots.filter((slot) => slot.level === level));
  const rows = new Map<string, number>();
  const highest = Math.max(...columns.map(({ length }) => length));
  const settle = (column: Slot[]) => {
    for (const [index, { key }] of column.entries()) rows.set(key, index + (highest - column.length) / 2);
  };
  const middle = (keys: readonly string[], otherwise: number) =>
    keys.length === 0 ? otherwise : keys.reduce((sum, key) => sum + (rows.get(key) ?? 0), 0) / keys.length;
  columns.forEach(settle);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const side = sweep % 2 === 0 ? "left" : "right";
    for (const column of side === "left" ? columns : columns.toReversed()) {
      const wanted = new Map(column.map((slot) => [slot.key, middle(slot[side], rows.get(slot.key) ?? 0)]));
      column.sort((a, b) => (wanted.get(a.key) ?? 0) - (wanted.get(b.key) ?? 0));
      settle(column);
    }
  }
  return rows;
}
