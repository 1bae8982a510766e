import { describe, expect, it } from "vitest";
import { KINDS, wanted } from "./wanted";

describe("what a subscription is told", () => {
  it("is everything where nothing is named", () => {
    expect(wanted({ event_types: [], board_ids: null })).toBe("Everything");
  });

  it("is named by kinds and types, with the number of boards", () => {
    const types = ["task.", "approval.approved", "board_group."];
    expect(wanted({ event_types: types, board_ids: ["a"] })).toBe("Task, Approved, Board group · 1 board");
  });

  it("offers each kind once", () => {
    const prefixes = KINDS.map(({ prefix }) => prefix);
    expect(prefixes).toContain("task.");
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });
});
