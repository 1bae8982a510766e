import { expect, it } from "vitest";
import { backoff } from "./backoff";

it("doubles up to a ceiling", () => {
  const longest = [0, 1, 2, 3, 20].map((attempt) => backoff(attempt, () => 1));
  expect(longest).toEqual([500, 1000, 2000, 4000, 15_000]);
});

it("waits at least half of it, so that luck never means hammering", () => {
  expect(backoff(3, () => 0)).toBe(2000);
});
