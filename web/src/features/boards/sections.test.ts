import { describe, expect, it } from "vitest";
import type { BoardGroup } from "@/lib/api/types";
import { makeBoard } from "@/lib/testing/factories";
import { sectionsOf } from "./sections";

const groups = [
  { id: "g1", name: "Autumn" },
  { id: "g2", name: "Empty" },
] as BoardGroup[];
const boards = [
  makeBoard({ id: "b1", board_group_id: "g1" }),
  makeBoard({ id: "b2", board_group_id: null }),
  makeBoard({ id: "b3", board_group_id: "unknown" }),
];
const shown = (chosen?: string) =>
  sectionsOf(boards, groups, chosen).map(({ name, boards }) => [name, boards.map(({ id }) => id)]);

describe("the list of boards", () => {
  it("has a part for each group with boards, then the others", () => {
    expect(shown()).toEqual([
      ["Autumn", ["b1"]],
      ["No group", ["b2", "b3"]],
    ]);
  });

  it("shows one part alone when the address says so", () => {
    expect(shown("g1")).toEqual([["Autumn", ["b1"]]]);
    expect(shown("none")).toEqual([["No group", ["b2", "b3"]]]);
    expect(shown("g2")).toEqual([]);
  });

  it("needs no headings without groups", () => {
    expect(sectionsOf(boards, []).map(({ name }) => name)).toEqual([null]);
  });
});
