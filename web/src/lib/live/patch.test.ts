import { QueryClient } from "@tanstack/react-query";
import { beforeEach, describe, expect, it } from "vitest";
import type { Agent, Board, BoardSnapshot, TaskCard, TaskComment } from "@/lib/api/types";
import { keys } from "@/lib/queryKeys";
import { makeAgent, makeBoard, makeEvent, makeSnapshot, makeTask } from "@/lib/testing/factories";
import { applyEvents } from "./patch";

let cache: QueryClient;
const board = () => cache.getQueryData<BoardSnapshot>(keys.snapshot("b1"));
const tasks = () => board()?.tasks ?? [];

beforeEach(() => {
  cache = new QueryClient();
  cache.setQueryData(keys.snapshot("b1"), makeSnapshot([makeTask()], [makeAgent()]));
});

it("leaves alone what is told of another organization than the page's", () => {
  cache.setQueryData(keys.organizationHere, "acme");
  const told = (organization_id: string, status: TaskCard["status"], version: number) =>
    makeEvent({ organization_id, task_id: "t1", task: makeTask({ status, version }) });
  applyEvents(cache, [told("acme", "in_progress", 2), told("borealis", "done", 3)]);
  expect(tasks()[0]?.status).toBe("in_progress");
});

describe("task events", () => {
  it("change the card and the open task", () => {
    cache.setQueryData(keys.task("t1"), makeTask());
    const task = makeTask({ status: "in_progress", version: 2 });
    applyEvents(cache, [makeEvent({ task_id: "t1", task })]);
    expect(tasks()[0]?.status).toBe("in_progress");
    expect(cache.getQueryData<TaskCard>(keys.task("t1"))?.status).toBe("in_progress");
  });

  it("add a new card", () => {
    applyEvents(cache, [makeEvent({ type: "task.created", task_id: "t2", task: makeTask({ id: "t2" }) })]);
    expect(tasks().map((task) => task.id)).toEqual(["t2", "t1"]);
  });

  it("leave a newer state alone", () => {
    cache.setQueryData(keys.snapshot("b1"), makeSnapshot([makeTask({ status: "done", version: 5 })]));
    applyEvents(cache, [makeEvent({ task_id: "t1", task: makeTask({ status: "inbox", version: 4 }) })]);
    expect(tasks()[0]?.status).toBe("done");
  });

  it("take a deleted card away and unblock what waited for it", () => {
    const waiting = makeTask({ id: "t2", depends_on_task_ids: ["t1"], blocked_by_task_ids: ["t1"], is_blocked: true });
    cache.setQueryData(keys.snapshot("b1"), makeSnapshot([makeTask(), waiting]));
    applyEvents(cache, [makeEvent({ type: "task.deleted", task_id: "t1" })]);
    expect(tasks()).toEqual([expect.objectContaining({ id: "t2", is_blocked: false, depends_on_task_ids: [] })]);
    expect(cache.getQueryData(keys.task("t1"))).toBeNull();
  });

  it("unblock dependents when a task is done, and block them when it is reopened", () => {
    const waiting = makeTask({ id: "t2", depends_on_task_ids: ["t1"], blocked_by_task_ids: ["t1"], is_blocked: true });
    cache.setQueryData(keys.snapshot("b1"), makeSnapshot([makeTask(), waiting]));
    applyEvents(cache, [makeEvent({ task_id: "t1", task: makeTask({ status: "done", version: 2 }) })]);
    expect(tasks()[1]?.is_blocked).toBe(false);
    applyEvents(cache, [makeEvent({ task_id: "t1", task: makeTask({ status: "inbox", version: 3 }) })]);
    expect(tasks()[1]?.blocked_by_task_ids).toEqual(["t1"]);
  });
});

describe("comment events", () => {
  const comment = { id: "c1", message: "hi", task_id: "t1", agent_id: null } as TaskComment;
  const said = makeEvent({ type: "task.comment", task_id: "t1", comment });

  it("are added once, and counted once", () => {
    cache.setQueryData(keys.comments("t1"), []);
    applyEvents(cache, [said, said]);
    expect(cache.getQueryData(keys.comments("t1"))).toEqual([comment]);
    expect(tasks()[0]?.comments_count).toBe(1);
  });

  it("are counted when nobody reads them", () => {
    applyEvents(cache, [said]);
    expect(tasks()[0]?.comments_count).toBe(1);
    expect(cache.getQueryData(keys.comments("t1"))).toBeUndefined();
  });
});

describe("agent events", () => {
  it("change the directory and the boards", () => {
    cache.setQueryData(keys.agents, [makeAgent()]);
    applyEvents(cache, [makeEvent({ type: "agent.status_changed", agent: makeAgent({ status: "offline" }) })]);
    expect(cache.getQueryData<Agent[]>(keys.agents)?.[0]?.status).toBe("offline");
    expect(board()?.agents[0]?.status).toBe("offline");
  });

  it("move an agent off a board", () => {
    applyEvents(cache, [makeEvent({ type: "agent.updated", agent: makeAgent({ board_id: "b2" }) })]);
    expect(board()?.agents).toEqual([]);
  });

  it("take a deleted agent away", () => {
    cache.setQueryData(keys.agents, [makeAgent()]);
    applyEvents(cache, [makeEvent({ type: "agent.deleted", agent_id: "a1", agent: null })]);
    expect(cache.getQueryData(keys.agents)).toEqual([]);
    expect(board()?.agents).toEqual([]);
  });
});

describe("board events", () => {
  it("rename in the list and on the page", () => {
    cache.setQueryData(keys.boards, [makeBoard()]);
    applyEvents(cache, [makeEvent({ type: "board.updated", board: makeBoard({ name: "Orbit", version: 2 }) })]);
    expect(cache.getQueryData<Board[]>(keys.boards)?.[0]?.name).toBe("Orbit");
    expect(board()?.board.name).toBe("Orbit");
  });

  it("leave a deleted board as known to be gone", () => {
    cache.setQueryData(keys.boards, [makeBoard()]);
    applyEvents(cache, [makeEvent({ type: "board.deleted", board: null })]);
    expect(cache.getQueryData(keys.boards)).toEqual([]);
    expect(cache.getQueryData(keys.snapshot("b1"))).toBeNull();
  });
});

describe("the activity feed", () => {
  const page = { items: [], total: 0, limit: 50, offset: 0 };
  const feed = { pages: [page], pageParams: [0] };

  it("gets what fits its filter, newest first and once", () => {
    cache.setQueryData(keys.activity({ board_id: "b1" }), feed);
    cache.setQueryData(keys.activity({ board_id: "b2" }), feed);
    const events = [makeEvent({ id: "e1" }), makeEvent({ id: "e2" })];
    applyEvents(cache, events);
    applyEvents(cache, events);
    const ids = (boardId: string) =>
      cache
        .getQueryData<typeof feed>(keys.activity({ board_id: boardId }))
        ?.pages[0]?.items.map(({ id }: { id: string }) => id);
    expect(ids("b1")).toEqual(["e2", "e1"]);
    expect(ids("b2")).toEqual([]);
  });

  it("gets what is not listed only when it is asked for", () => {
    const asked = { event_type: "agent.at_rest" };
    for (const filter of [{}, asked]) cache.setQueryData(keys.activity(filter), feed);
    applyEvents(cache, [makeEvent({ type: "agent.at_rest", listed: false })]);
    const total = (filter: object) => cache.getQueryData<typeof feed>(keys.activity(filter))?.pages[0]?.total;
    expect([total({}), total(asked)]).toEqual([0, 1]);
  });

  it("does not grow for ever", () => {
    cache.setQueryData(keys.activity({}), { pages: [page, page], pageParams: [0, 50] });
    const events = Array.from({ length: 1_001 }, (_, index) => makeEvent({ id: `e${index}` }));
    applyEvents(cache, events);
    const grown = cache.getQueryData<typeof feed>(keys.activity({}));
    expect(grown?.pages).toHaveLength(1);
    expect(grown?.pageParams).toEqual([0]);
    expect(grown?.pages[0]?.items.map(({ id }: { id: string }) => id)).toHaveLength(1_000);
    expect(grown?.pages[0]?.total).toBe(1_001);
  });
});
