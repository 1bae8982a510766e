import { expect, test } from "vitest";
import { filterOf, parseDashboardSearch } from "./filters";

test("what the URL does not say is the usual week over everything", () => {
  expect(parseDashboardSearch({ range: "2w", board: 7, view: "pie" })).toEqual({});
  expect(filterOf({})).toEqual({ range_key: "7d" });
});

test("range, group, board, agent, tag and the table of the numbers can be linked", () => {
  const search = { range: "1m", group: "g1", board: "b1", agent: "a1", tag: "t1", view: "table" };
  expect(parseDashboardSearch(search)).toEqual(search);
  expect(filterOf(parseDashboardSearch(search))).toEqual({
    range_key: "1m",
    group_id: "g1",
    board_id: "b1",
    agent_id: "a1",
    tag_id: "t1",
  });
});
