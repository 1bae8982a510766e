import { describe, expect, it } from "vitest";
import { makeAgent } from "@/lib/testing/factories";
import { isFiltered, matches, parseAgentSearch } from "./filters";
import { shownState } from "./state";

const ava = makeAgent({ name: "Ava", board_id: "b1", status: "online", status_reason: "Heard 2 minutes ago" });

describe("the address of the directory", () => {
  it("keeps what it knows and drops the rest", () => {
    expect(parseAgentSearch({ q: "ava", state: "offline", board: "b1", page: 3, new: true })).toEqual({
      q: "ava",
      state: "offline",
      board: "b1",
      new: true,
    });
  });

  it("takes a number for text, because the router reads it as one", () => {
    expect(parseAgentSearch({ q: 7 })).toEqual({ q: "7" });
  });

  it("is not a filter when it only opens the dialog", () => {
    expect(isFiltered({ new: true })).toBe(false);
    expect(isFiltered({ q: "  " })).toBe(false);
    expect(isFiltered({ state: "online" })).toBe(true);
  });
});

describe("an agent is shown", () => {
  it.each([
    [{}, true],
    [{ q: "av" }, true],
    [{ q: "launch ava" }, true],
    [{ q: "minutes" }, true],
    [{ q: "bo" }, false],
    [{ state: "offline" }, false],
    [{ state: "online", board: "b1" }, true],
    [{ board: "b2" }, false],
    [{ gateway: "none" }, true],
    [{ gateway: "g1" }, false],
    [{ model: "none" }, true],
    [{ model: "local/tiny" }, false],
  ])("for %j: %s", (search, shown) => {
    expect(matches(ava, search, "Launch")).toBe(shown);
  });
});

it("is found by its gateway, its model, and that it is paused", () => {
  const pause = {
    scope: "board",
    id: "b1",
    name: "Launch",
    paused_at: "2026-01-01T00:00:00Z",
    paused_by: null,
  } as const;
  const ada = { ...ava, connection: "gateway", gateway_id: "g1", model: "local/tiny" } as const;
  const paused = { ...ada, pauses: [{ ...pause, reason: null }] };
  expect(matches(ada, { gateway: "g1", model: "local/tiny", q: "tiny" }, "Launch")).toBe(true);
  expect(matches(ada, { state: "paused" }, "Launch")).toBe(false);
  expect(matches(paused, { state: "paused" }, "Launch")).toBe(true);
});

it("is called online only while it gets something done", () => {
  const failing = { ...ava, status: "online", trouble: "turns_failing" } as const;
  expect(shownState(failing).label).toBe("Turns fail");
  expect(matches(failing, { state: "online" }, "Launch")).toBe(false);
  expect(matches(failing, { state: "turns_failing" }, "Launch")).toBe(true);
  expect(matches({ ...failing, status: "offline", trouble: "unreachable" }, { state: "offline" }, "L")).toBe(true);
});
