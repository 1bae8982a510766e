import { expect, test } from "vitest";
import { choices, span } from "./deadlines";

test("a span is told in its largest whole unit", () => {
  expect([15, 60, 90, 240, 1440, 4320].map(span)).toEqual([
    "15 minutes",
    "1 hour",
    "90 minutes",
    "4 hours",
    "1 day",
    "3 days",
  ]);
});

test("a deadline that was set elsewhere stays a choice, in its place", () => {
  expect(choices(45)).toContain(45);
  expect(choices(45)).toEqual([...choices(45)].sort((one, other) => one - other));
  expect(choices(null)).not.toContain(45);
});
