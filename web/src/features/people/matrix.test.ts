import { expect, test } from "vitest";
import { placeAfter } from "./matrix";

test("keys lead through the table and not out of it", () => {
  const size = { rows: 2, columns: 3 };
  const start = { row: 0, column: 1 };
  expect(placeAfter("ArrowDown", start, size)).toEqual({ row: 1, column: 1 });
  expect(placeAfter("ArrowUp", start, size)).toEqual(start);
  expect(placeAfter("End", start, size)).toEqual({ row: 0, column: 2 });
  expect(placeAfter("ArrowRight", { row: 1, column: 2 }, size)).toEqual({ row: 1, column: 2 });
  expect(placeAfter("Home", { row: 1, column: 2 }, size)).toEqual({ row: 1, column: 0 });
  expect(placeAfter("w", start, size)).toBeNull();
});
