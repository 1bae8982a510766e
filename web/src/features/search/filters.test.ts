import { expect, it } from "vitest";
import type { SearchHit } from "@/lib/api/types";
import { parseSearchSearch } from "./filters";
import { placeOf } from "./hits";

it("reads from an address what can be searched for, and nothing else", () => {
  expect(parseSearchSearch({ q: 42, kind: "chat", board: "b1", page: 3 })).toEqual({
    q: "42",
    kind: "chat",
    board: "b1",
  });
  expect(parseSearchSearch({ q: "", kind: "toString", board: ["b1"] })).toEqual({});
});

it("leads to the very thing that was found", () => {
  const hit = { id: "it", board_id: "b1", task_id: "t1" };
  const place = (kind: SearchHit["kind"]) => placeOf({ ...hit, kind } as SearchHit).search;
  expect(place("task")).toEqual({ task: "it" });
  expect(place("comment")).toEqual({ task: "t1", at: "it" });
  expect(place("memory")).toEqual({ panel: "notes", at: "it" });
  expect(place("chat")).toEqual({ panel: "chat", at: "it" });
  const inGroup = { ...hit, kind: "memory", board_id: null, board_group_id: "g1" } as SearchHit;
  expect(placeOf(inGroup)).toEqual({
    to: "/groups/$groupId",
    params: { groupId: "g1" },
    search: { panel: "notes", at: "it" },
  });
});
