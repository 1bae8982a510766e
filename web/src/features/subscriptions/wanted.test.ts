import { describe, expect, it } from "vitest";
import { KINDS, nextAttempt, wanted } from "./wanted";

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

describe("when an event is tried again", () => {
  const failed = { state: "pending", attempts: 1, next_attempt_at: "2026-11-26T10:00:00Z" } as const;

  it("is its own time, or that of its address where that is later", () => {
    expect(nextAttempt(failed, { enabled: true, retry_at: null })).toBe("2026-11-26T10:00:00Z");
    expect(nextAttempt(failed, { enabled: true, retry_at: "2026-11-26T09:00:00Z" })).toBe("2026-11-26T10:00:00Z");
    expect(nextAttempt(failed, { enabled: true, retry_at: "2026-11-26T10:30:00Z" })).toBe("2026-11-26T10:30:00Z");
  });

  it("is unknown while the subscription is paused", () => {
    expect(nextAttempt(failed, { enabled: false, retry_at: null })).toBeNull();
  });
});
