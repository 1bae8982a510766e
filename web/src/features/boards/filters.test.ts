import { describe, expect, it } from "vitest";
import { makeTask } from "@/lib/testing/factories";
import { compare, filterOf, isFiltered, matches, parseBoardSearch, toggled } from "./filters";

const now = Date.parse("2026-06-15T12:00:00Z");
const kept = (search: Record<string, unknown>, task = makeTask()) =>
  matches(task, filterOf(parseBoardSearch(search)), now);

describe("the address", () => {
  it("keeps what it knows and drops the rest", () => {
    const search = { view: "list", status: "inbox,lost,review", due: "never", q: 42, junk: 1, task: "t1" };
    expect(parseBoardSearch(search)).toEqual({ view: "list", status: "inbox,review", q: "42", task: "t1" });
  });

  it("is empty for the plain board", () => {
    expect(parseBoardSearch({ view: "board", sort: "newest", q: "" })).toEqual({});
    expect(isFiltered(filterOf({}))).toBe(false);
  });

  it("comes back the same after a round trip", () => {
    const search = parseBoardSearch({ q: "schema", assignee: "a1,none", priority: "high", due: "week", sort: "due" });
    expect(parseBoardSearch({ ...search })).toEqual(search);
  });

  it("adds and removes one choice", () => {
    expect(toggled(undefined, "inbox")).toBe("inbox");
    expect(toggled("inbox", "review")).toBe("inbox,review");
    expect(toggled("inbox", "inbox")).toBeUndefined();
  });
});

describe("matching", () => {
  it("finds all words in title, description and assignee", () => {
    const task = makeTask({ title: "Write schema", description: "for Billing", assignee: "Ava" });
    expect(kept({ q: "schema ava" }, task)).toBe(true);
    expect(kept({ q: "schema bob" }, task)).toBe(false);
  });

  it("knows nobody as an assignee", () => {
    expect(kept({ assignee: "none" })).toBe(true);
    expect(kept({ assignee: "a1" })).toBe(false);
    expect(kept({ assignee: "a1,none" }, makeTask({ assigned_agent_id: "a1" }))).toBe(true);
  });

  it("keeps only what is blocked", () => {
    expect(kept({ blocked: true })).toBe(false);
    expect(kept({ blocked: true }, makeTask({ is_blocked: true }))).toBe(true);
  });

  it("counts a finished task as never overdue", () => {
    const due_at = "2026-06-01T00:00:00Z";
    expect(kept({ due: "overdue" }, makeTask({ due_at }))).toBe(true);
    expect(kept({ due: "overdue" }, makeTask({ due_at, status: "done" }))).toBe(false);
  });

  it("finds tasks without a due date, and those of this week", () => {
    expect(kept({ due: "none" })).toBe(true);
    expect(kept({ due: "week" }, makeTask({ due_at: "2026-06-20T00:00:00Z" }))).toBe(true);
    expect(kept({ due: "week" }, makeTask({ due_at: "2026-07-20T00:00:00Z" }))).toBe(false);
  });
});

it("sorts by priority, then newest", () => {
  const low = makeTask({ id: "low", priority: "low" });
  const old = makeTask({ id: "old", priority: "high", created_at: "2026-01-01T00:00:00Z" });
  const fresh = makeTask({ id: "fresh", priority: "high", created_at: "2026-02-01T00:00:00Z" });
  expect([low, old, fresh].sort(compare("priority")).map((task) => task.id)).toEqual(["fresh", "old", "low"]);
});
