import { expect, it } from "vitest";
import { duration, relative } from "./relative";

const now = Date.parse("2026-06-15T12:00:00Z");
const at = (seconds: number) => new Date(now + seconds * 1000).toISOString();

it.each([
  [-10, "just now"],
  [-60, "1 min ago"],
  [-3540, "59 min ago"],
  [-7200, "2 h ago"],
  [-3 * 86_400, "3 d ago"],
  [3, "just now"],
  [20, "in a moment"],
  [600, "in 10 min"],
  [2 * 86_400, "in 2 d"],
])("%i s away is %s", (seconds, text) => {
  expect(relative(at(seconds), now)).toBe(text);
});

it("turns into a date after a month", () => {
  expect(relative("2026-01-03T12:00:00Z", now)).toMatch(/3/);
  expect(relative("2024-01-03T12:00:00Z", now)).toMatch(/2024/);
});

it("says nothing about an unreadable time", () => {
  expect(relative("soon", now)).toBe("");
});

it.each([
  [0.3, "<1 s"],
  [12, "12 s"],
  [600, "10 min"],
  [7200, "2 h"],
  [400_000, "5 d"],
])("%i s last %s", (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
