import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { present } from "./useNow";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

test("the present stands still between two looks, however late the clock ticks", () => {
  const asked = Date.now() + 60_000;
  vi.setSystemTime(asked);
  expect(present()).toBe(asked);
  vi.setSystemTime(asked + 1);
  expect(present()).toBe(asked);
  vi.setSystemTime(asked + 14_000);
  expect(present()).toBe(asked);
});

test("the present is never older than a step", () => {
  const later = Date.now() + 600_000;
  vi.setSystemTime(later);
  expect(present()).toBe(later);
});
