import { expect, it } from "vitest";
import type { TaskCard } from "@/lib/api/types";
import { makeTask } from "@/lib/testing/factories";
import { doneBy, fateOfTasks, queueOf, workOf } from "./work";

const now = Date.parse("2026-01-01T12:00:00Z");
const lease = (agent_id: string, claimed_at: string, expires_at: string): TaskCard["lease"] => ({
  agent_id,
  agent_name: "Ava",
  fence: 1,
  claimed_at,
  expires_at,
});
const held = makeTask({
  id: "held",
  status: "in_progress",
  assigned_agent_id: "a1",
  lease: lease("a1", "2026-01-01T11:50:00Z", "2026-01-01T12:05:00Z"),
});
const newer = makeTask({ ...held, id: "newer", lease: lease("a1", "2026-01-01T11:58:00Z", "2026-01-01T12:10:00Z") });
const expired = makeTask({
  id: "expired",
  status: "inbox",
  lease: lease("a1", "2026-01-01T10:00:00Z", "2026-01-01T11:00:00Z"),
});
const assigned = makeTask({ id: "assigned", status: "in_progress", assigned_agent_id: "a1" });
const next = makeTask({ id: "next", status: "inbox", assigned_agent_id: "a1" });
const foreign = makeTask({ id: "foreign", status: "in_progress", assigned_agent_id: "a2" });
const finished = makeTask({ id: "finished", status: "done", assigned_agent_id: "a1" });
const all = [foreign, assigned, held, expired, next, newer, finished];
const ids = (tasks: TaskCard[]) => tasks.map((task) => task.id);

it("works on what it holds, the latest claim first, then on what is assigned and in progress", () => {
  expect(ids(workOf(all, "a1", now))).toEqual(["newer", "held", "assigned"]);
});

it("has before it what is assigned and not begun", () => {
  expect(ids(queueOf(all, "a1", now))).toEqual(["next"]);
});

it("does nothing when nothing is its own", () => {
  expect(workOf(all, "a3", now)).toEqual([]);
});

it("has finished what is done, the latest first", () => {
  const later = makeTask({ ...finished, id: "later", updated_at: "2026-01-02T12:00:00Z" });
  expect(ids(doneBy([finished, later], "a1"))).toEqual(["later", "finished"]);
});

it("says what happens with its tasks when it is deleted", () => {
  expect(fateOfTasks(all, "a1")).toBe(
    "3 tasks that it works on go back to the inbox, and 1 task waiting for it loses its assignee.",
  );
  expect(fateOfTasks(all, "a2")).toBe("1 task that it works on goes back to the inbox.");
  expect(fateOfTasks([finished], "a1")).toBe("No open task is assigned to it.");
});
