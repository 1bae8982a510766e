import { describe, expect, it } from "vitest";
import type { NeedsMeItem, Overview } from "@/lib/api/types";
import { firstSteps, isNew } from "./firstSteps";
import { destinationOf, lookOf } from "./needs";

function makeOverview(fleet: Partial<Overview["fleet"]> = {}, flow: Partial<Overview["flow"]> = {}): Overview {
  return {
    needs_me: [],
    fleet: { total: 0, online: 0, failing: 0, offline: 0, provisioning: 0, working: 0, paused: 0, ...fleet },
    flow: { created_today: 0, done_today: 0, inbox: 0, in_progress: 0, review: 0, blocked: 0, ...flow },
  };
}

describe("first steps", () => {
  it("are all open on an empty installation", () => {
    const steps = firstSteps(0, makeOverview());
    expect(steps).toEqual({ board: false, agent: false, task: false, call: false });
    expect(isNew(steps)).toBe(true);
  });

  it("tick off by what exists", () => {
    const steps = firstSteps(1, makeOverview({ total: 1, provisioning: 1 }, { inbox: 1 }));
    expect(steps).toEqual({ board: true, agent: true, task: true, call: false });
    expect(isNew(steps)).toBe(true);
  });

  it("are over once an agent has called, also when every task is done", () => {
    expect(isNew(firstSteps(1, makeOverview({ total: 2, provisioning: 1, offline: 1 })))).toBe(false);
  });
});

describe("what needs me leads to", () => {
  const item = (over: Partial<NeedsMeItem>): NeedsMeItem => ({
    kind: "review",
    title: "Pick a queue",
    reason: "",
    action: null,
    since: "2026-01-01T12:00:00Z",
    board_id: null,
    board_name: null,
    template_id: null,
    webhook_id: null,
    task_id: null,
    agent_id: null,
    approval_id: null,
    ...over,
  });

  it("the approval, where one is to be decided", () => {
    const asked = item({ kind: "approval", board_id: "b", task_id: "t", approval_id: "p" });
    expect(destinationOf(asked)).toEqual({ to: "/approvals", search: { approval: "p" } });
  });

  it("the task, else the agent, else the board, else the jobs", () => {
    expect(destinationOf(item({ board_id: "b", task_id: "t", agent_id: "a" })).to).toBe("/boards/$boardId");
    expect(destinationOf(item({ board_id: "b", agent_id: "a" })).to).toBe("/agents/$agentId");
    expect(destinationOf(item({ board_id: "b" }))).toMatchObject({ params: { boardId: "b" }, search: {} });
    expect(destinationOf(item({})).to).toBe("/jobs");
  });

  it("is named even when its kind is new", () => {
    expect(lookOf("budget_spent").label).toBe("budget spent");
  });
});
