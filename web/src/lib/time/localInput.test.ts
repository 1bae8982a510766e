import { expect, it } from "vitest";
import { fromLocalInput, toLocalInput } from "./localInput";

it("comes back the same after a round trip", () => {
  const at = "2026-03-09T14:05:00.000Z";
  expect(fromLocalInput(toLocalInput(at))).toBe(at);
  expect(toLocalInput(at)).toMatch(/^2026-03-\d\dT\d\d:05$/);
});

it("is empty for no date, and no date when it cannot be one", () => {
  expect(toLocalInput(null)).toBe("");
  expect(toLocalInput("never")).toBe("");
  expect(fromLocalInput("")).toBeNull();
  expect(fromLocalInput("soon")).toBeNull();
});
