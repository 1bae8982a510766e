import { describe, expect, it } from "vitest";
import type { ActivityEvent } from "@/lib/api/types";
import { labelOf } from "./eventTypes";
import { actorName, byDay, eventsOf, kindOf, nextOffset, placeOf, reasonOf, textOf } from "./feed";

function makeEvent(over: Partial<ActivityEvent> = {}): ActivityEvent {
  return {
    id: "e1",
    seq: 1,
    event_type: "task.updated",
    message: "Changed",
    created_at: "2026-03-05T12:00:00",
    board_id: "b1",
    task_id: "t1",
    agent_id: null,
    actor: { kind: "system", id: null, name: null },
    payload: {},
    route_name: null,
    route_params: null,
    ...over,
  };
}

const page = (ids: string[], total: number) => ({
  items: ids.map((id) => makeEvent({ id })),
  total,
  limit: 2,
  offset: 0,
});

describe("pages", () => {
  it("show an event that is on two of them once", () => {
    expect(eventsOf([page(["c", "b"], 3), page(["b", "a"], 3)]).map(({ id }) => id)).toEqual(["c", "b", "a"]);
  });

  it("go on behind what is loaded, live events included", () => {
    const first = page(["live", "c", "b"], 5);
    expect(nextOffset(first, [first])).toBe(3);
  });

  it("end when all is loaded, or when nothing more comes", () => {
    const all = page(["b", "a"], 2);
    expect(nextOffset(all, [all])).toBeUndefined();
    const nothing = page([], 9);
    expect(nextOffset(nothing, [page(["b"], 9), nothing])).toBeUndefined();
  });
});

it("cuts the feed into days", () => {
  const now = Date.parse("2026-03-05T18:00:00");
  const events = ["2026-03-05T12:00:00", "2026-03-05T01:00:00", "2026-03-04T23:00:00", "2026-01-02T10:00:00"];
  const days = byDay(
    events.map((created_at, index) => makeEvent({ id: String(index), created_at })),
    now,
  );
  expect(days.map(({ events }) => events.length)).toEqual([2, 1, 1]);
  expect(days.map(({ label }) => label).slice(0, 2)).toEqual(["Today", "Yesterday"]);
});

describe("an event leads to", () => {
  const exists = () => true;

  it("its task", () => {
    expect(placeOf(makeEvent({ agent_id: "a1" }), exists)).toEqual({ to: "task", boardId: "b1", taskId: "t1" });
  });

  it("the agent that it is about", () => {
    const event = makeEvent({ event_type: "agent.status_changed", task_id: null, agent_id: "a1" });
    expect(placeOf(event, exists)).toEqual({ to: "agent", agentId: "a1" });
  });

  it("the board when the task is gone, and nowhere when the board is", () => {
    expect(placeOf(makeEvent({ event_type: "task.deleted" }), exists)).toEqual({ to: "board", boardId: "b1" });
    expect(placeOf(makeEvent({ event_type: "board.deleted" }), exists)).toBeNull();
    expect(placeOf(makeEvent(), () => false)).toBeNull();
  });
});

describe("an event says", () => {
  it("what happened, with a status in words, and leaves comments as they were written", () => {
    expect(textOf(makeEvent({ message: "Plan moved to in_progress" }))).toBe("Plan moved to in progress");
    expect(textOf(makeEvent({ event_type: "task.comment", message: "**in_progress**?" }))).toBe("in_progress?");
    expect(textOf(makeEvent({ message: null }))).toBe("Task edited");
  });

  it("why, once", () => {
    expect(reasonOf(makeEvent({ payload: { reason: "No call since noon" } }))).toBe("No call since noon");
    expect(reasonOf(makeEvent({ payload: { reason: "late" }, message: "Ava is late" }))).toBeNull();
    expect(reasonOf(makeEvent({ payload: { reason: null } }))).toBeNull();
  });
});

it("always names an actor", () => {
  expect(actorName(makeEvent())).toBe("Mission Control");
  expect(actorName(makeEvent({ actor: { kind: "agent", id: "a1", name: "Ava" } }))).toBe("Ava");
});

it("has words for types that it does not know", () => {
  expect(labelOf("task.status_changed")).toBe("Task moved");
  expect(labelOf("task.lease_expired")).toBe("Task lease expired");
});

it("says which task a comment is about", () => {
  const comment = { event_type: "task.comment", payload: { mentions: [], title: "Write it" } };
  expect(kindOf(makeEvent(comment))).toBe("Comment on “Write it”");
  expect(kindOf(makeEvent({ ...comment, payload: {} }))).toBe("Comment");
  expect(kindOf(makeEvent({ event_type: "task.created", payload: { title: "Write it" } }))).toBe("Task created");
});
