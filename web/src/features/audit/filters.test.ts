import { expect, test } from "vitest";
import { filterOf, isFiltered, parseAuditSearch } from "./filters";

test("what is not a filter of the log is left out of the address", () => {
  const search = parseAuditSearch({ text: 404, board: "", address: "203.0.113.7", event: 12, other: "x" });
  expect(search).toEqual({ text: "404", address: "203.0.113.7", event: 12 });
  expect(parseAuditSearch({ event: "12" })).toEqual({});
  expect(isFiltered({ event: 12 })).toBe(false);
  expect(isFiltered(search)).toBe(true);
});

test("days reach from the first moment of one to the end of another", () => {
  const { since, until } = filterOf({ from: "2026-03-01", to: "2026-03-02" });
  expect(since).toBe(new Date(2026, 2, 1).toISOString());
  expect(until).toBe(new Date(2026, 2, 3).toISOString());
  expect(filterOf({ from: "soon", type: "task." })).toEqual({ event_type: "task." });
});
