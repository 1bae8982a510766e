import { expect, test } from "vitest";
import { hours } from "./format";
import { alignedTo, linePath, named, niceTop, stacked } from "./scale";

test("an axis ends at a round number that holds every value", () => {
  expect([0, 1, 3, 7, 21, 99, 0.3].map(niceTop)).toEqual([1, 1, 5, 10, 25, 100, 0.5]);
});

test("layers stand on one another", () => {
  expect(
    stacked([
      [1, 2],
      [3, null],
      [0, 4],
    ]),
  ).toEqual([
    [1, 2],
    [4, 2],
    [4, 6],
  ]);
});

test("a line is broken where nothing was measured", () => {
  const path = linePath(
    [1, null, 2, 3],
    (index) => index,
    (value) => value,
  );
  expect(path).toBe("M0.0 1.0M2.0 2.0L3.0 3.0");
});

test("the time before ends where this time ends", () => {
  expect(alignedTo([1, 2, 3], 2)).toEqual([2, 3]);
  expect(alignedTo([1, 2], 3)).toEqual([undefined, 1, 2]);
});

test("the newest bucket is always named", () => {
  expect(named(25, 6)).toEqual([4, 9, 14, 19, 24]);
  expect(named(3, 6)).toEqual([0, 1, 2]);
});

test("hours are told in the unit that reads best", () => {
  const told = ["–", "0", "18 s", "30 min", "3.3 h", "30 h", "2.5 d"];
  expect([null, 0, 0.005, 0.5, 3.25, 30, 60].map(hours)).toEqual(told);
});
