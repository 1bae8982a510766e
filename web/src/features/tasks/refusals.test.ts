import { expect, it } from "vitest";
import { wayOutOf } from "./refusals";

it("offers what a person can do about a refusal, and nothing where only the reason helps", () => {
  expect(wayOutOf("review_required_for_done")).toEqual({ kind: "move", to: "review" });
  expect(wayOutOf("task_blocked_cannot_transition")?.kind).toBe("open");
  expect(wayOutOf("approval_required_for_done")?.kind).toBe("board-settings");
  expect(wayOutOf("pending_approval_blocks_status_change")?.kind).toBe("decide");
  expect(wayOutOf("stale_fence")).toBeNull();
  expect(wayOutOf(null)).toBeNull();
});
