/** From places in the graph to points on the screen, in pixels. */
import type { Graph } from "./layout";

interface Place {
  level: number;
  row: number;
}

export const SIZE = { width: 156, height: 72 };
const GAP = { x: 36, y: 12 };
const MARGIN = 12;
const ARROW = 5;

/** `first` is the level at the left edge. */
export function sizeOf({ nodes, edges }: Graph): { width: number; height: number; first: number } {
  const places: Place[] = [...nodes, ...edges.flatMap(({ way }) => way)];
  const levels = places.map(({ level }) => level);
  const first = Math.min(...levels);
  const end = boxOf({ level: Math.max(...levels), row: Math.max(...places.map(({ row }) => row)) }, first);
  return { width: end.left + SIZE.width + MARGIN, height: end.top + SIZE.height + MARGIN, first };
}

export function boxOf({ level, row }: Place, first: number): { left: number; top: number } {
  return {
    left: MARGIN + (level - first) * (SIZE.width + GAP.x),
    top: MARGIN + row * (SIZE.height + GAP.y),
  };
}

/** A line from the right of the first place to the left of the last one, straight across the columns between, with a head. */
export function pathOf(way: readonly Place[], first: number): string {
  const points = way.map((place) => {
    const { left, top } = boxOf(place, first);
    return { left, right: left + SIZE.width, y: top + SIZE.height / 2 };
  });
  const [start, ...rest] = points;
  const end = points.at(-1);
  if (!start || !end) return "";
  let path = `M${start.right} ${start.y}`;
  let from = start;
  for (const to of rest) {
    const half = (from.right + to.left) / 2;
    path += `C${half} ${from.y} ${half} ${to.y} ${to.left} ${to.y}`;
    if (to !== end) path += `H${to.right}`;
    from = to;
  }
  return `${path}m${-ARROW} ${-ARROW}l${ARROW} ${ARROW}l${-ARROW} ${ARROW}`;
}
