/** Moving about a table by keyboard. */
export interface Place {
  row: number;
  column: number;
}

const STEPS: Record<string, [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Where a key leads, which is never outside; null for keys that lead nowhere. */
export function placeAfter(key: string, { row, column }: Place, size: { rows: number; columns: number }): Place | null {
  if (key === "Home") return { row, column: 0 };
  if (key === "End") return { row, column: size.columns - 1 };
  const step = STEPS[key];
  if (!step) return null;
  return { row: within(row + step[0], size.rows), column: within(column + step[1], size.columns) };
}

function within(index: number, length: number): number {
  return Math.max(0, Math.min(index, length - 1));
}
