import { expect, it } from "vitest";
import type { TaskMove } from "@/lib/api/types";
import { makeTask } from "@/lib/testing/factories";
import { dropOn } from "./drops";

const task = makeTask({ status: "in_progress" });
const move = (over: Partial<TaskMove>): TaskMove => ({
  to: "done",
  allowed: true,
  code: null,
  reason: null,
  action: null,
  ...over,
});
const drop = (move: TaskMove) => dropOn(task, move.to, { explanation: { moves: [move] }, failed: false });

it("opens a column that the rules allow", () => {
  expect(drop(move({ to: "inbox" }))).toEqual({ kind: "open" });
});

it("closes a column with the rule's own words", () => {
  const refused = move({ allowed: false, code: "approval_required_for_done", reason: "A person approves it first." });
  expect(drop(refused)).toEqual({ kind: "refused", reason: "A person approves it first." });
});

it("says something even when the rule has no words", () => {
  expect(drop(move({ allowed: false }))).toMatchObject({ kind: "refused", reason: expect.stringContaining("rule") });
});

it("keeps a column open that only wants a comment", () => {
  const wants = move({
    to: "review",
    allowed: false,
    code: "comment_required_for_review",
    reason: "Say what was done.",
  });
  expect(drop(wants)).toEqual({ kind: "asks", note: "Say what was done." });
});

it("knows where the card came from, whatever the rules say", () => {
  expect(dropOn(task, "in_progress", { explanation: undefined, failed: true })).toEqual({ kind: "home" });
});

it("waits for the rules, and leaves it to the server when they cannot be asked", () => {
  expect(dropOn(task, "done", { explanation: undefined, failed: false })).toEqual({ kind: "checking" });
  expect(dropOn(task, "done", { explanation: undefined, failed: true })).toEqual({ kind: "open" });
});
