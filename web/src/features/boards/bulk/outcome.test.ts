import { expect, it } from "vitest";
import type { TaskBulkResult } from "@/lib/api/types";
import { makeTask } from "@/lib/testing/factories";
import { inverseOf } from "./inverse";
import { byReason, joined, NO_OUTCOME, outcomeOf } from "./outcome";

const answer = (over: Partial<TaskBulkResult>): TaskBulkResult => ({
  updated: [],
  deleted_ids: [],
  refused: [],
  ...over,
});

it("names the tasks that a rule refused, with the rule's words", () => {
  const tasks = [makeTask({ id: "a", title: "Send" })];
  const refused = [
    { task_id: "a", code: "review_required_for_done", message: "Move it to Review first." },
    { task_id: "b", code: "not_found", message: "Not Found" },
  ];
  expect(outcomeOf({ status: "done" }, answer({ refused }), tasks).left).toEqual([
    { id: "a", title: "Send", reason: "Move it to Review first." },
    { id: "b", title: "A task that is gone", reason: "It was deleted meanwhile." },
  ]);
});

it("tells of a task that waits for others as one that stays", () => {
  const waiting = makeTask({ id: "b", title: "Ship", is_blocked: true, blocked_by_task_ids: ["a"] });
  const urgent = { ...waiting, priority: "high" as const };
  const tasks = [makeTask({ id: "a", title: "Write" }), waiting];
  const { changed, left } = outcomeOf({ status: "done" }, answer({ updated: [waiting] }), tasks);
  expect(changed).toEqual([]);
  expect(left).toEqual([{ id: "b", title: "Ship", reason: "Waits for “Write”" }]);
  expect(outcomeOf({ assigned_agent_id: "ava" }, answer({ updated: [waiting] }), tasks).left).toHaveLength(1);
  expect(outcomeOf({ priority: "high" }, answer({ updated: [urgent] }), tasks).changed).toEqual([urgent]);
});

it("counts as changed only what was not so before", () => {
  const tasks = [makeTask({ id: "a", status: "done" }), makeTask({ id: "b", status: "inbox" })];
  const moved = tasks.map((task) => ({ ...task, status: "done" as const }));
  const { changed, sameIds } = outcomeOf({ status: "done" }, answer({ updated: moved }), tasks);
  expect([changed.map(({ id }) => id), sameIds]).toEqual([["b"], ["a"]]);
});

it("tells those that stay for one reason together", () => {
  const left = ["a", "b", "c"].map((id) => ({ id, title: id, reason: id === "c" ? "Held" : "Review first" }));
  expect(byReason(left).map(({ reason, tasks }) => [reason, tasks.length])).toEqual([
    ["Review first", 2],
    ["Held", 1],
  ]);
});

it("adds up the answers to several requests", () => {
  const one = { ...NO_OUTCOME, deletedIds: ["a"] };
  expect(joined(one, { ...NO_OUTCOME, deletedIds: ["b"] }).deletedIds).toEqual(["a", "b"]);
});

it("is undone by one request for all that go back the same way", () => {
  const before = [
    makeTask({ id: "a", status: "inbox" }),
    makeTask({ id: "b", status: "in_progress", assigned_agent_id: "ava" }),
    makeTask({ id: "c", status: "inbox" }),
    makeTask({ id: "d", status: "done" }),
  ];
  const after = before.map((task) => ({ ...task, status: "done" as const, assigned_agent_id: null }));
  expect(inverseOf(before, after)).toEqual([
    { change: { status: "inbox" }, taskIds: ["a", "c"] },
    { change: { status: "in_progress", assigned_agent_id: "ava" }, taskIds: ["b"] },
  ]);
});

it("gives back the tags that went, and takes away those that came", () => {
  const before = [makeTask({ id: "a", tag_ids: ["old", "both"] }), makeTask({ id: "b", tag_ids: ["new"] })];
  const after = before.map((task) => ({ ...task, tag_ids: ["both", "new"] }));
  expect(inverseOf(before, after)).toEqual([
    { change: { add_tag_ids: ["old"], remove_tag_ids: ["new"] }, taskIds: ["a"] },
    { change: { remove_tag_ids: ["both"] }, taskIds: ["b"] },
  ]);
});
