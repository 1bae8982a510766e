import { expect, it } from "vitest";
import type { TaskCard } from "@/lib/api/types";
import { makeTask } from "@/lib/testing/factories";
import { queueOf, workOf } from "./work";

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
