import { describe, expect, it } from "vitest";
import { makeAgent } from "@/lib/testing/factories";
import { isFiltered, matches, parseAgentSearch } from "./filters";

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
  ])("for %j: %s", (search, shown) => {
    expect(matches(ava, search, "Launch")).toBe(shown);
  });
});
