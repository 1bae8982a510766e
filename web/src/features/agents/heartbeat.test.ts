import { expect, it } from "vitest";
import { paceLabel, paceOf, withPace } from "./heartbeat";

it("reads the pace, and none from a configuration that has no such thing", () => {
  expect(paceOf({ heartbeat_config: { every: "10m" } })).toBe("10m");
  expect(paceOf({ heartbeat_config: { every: 10 } })).toBe("");
  expect(paceOf({ heartbeat_config: null })).toBe("");
});

it("names paces that the list does not have", () => {
  expect(paceLabel("10m")).toBe("Every 10 minutes");
  expect(paceLabel("45m")).toBe("Every 45m");
});

it("changes the pace and nothing else", () => {
  expect(withPace({ every: "10m", target: "last" }, "1h")).toEqual({ every: "1h", target: "last" });
  expect(withPace({ every: "10m", target: "last" }, "")).toEqual({ target: "last" });
  expect(withPace(null, "")).toBeNull();
});
