import { describe, expect, it } from "vitest";
import { makeTask } from "@/lib/testing/factories";
import { filterOf } from "./filters";
import { lanesOf, neighbour, rowsOf, stepStatus } from "./lanes";

const now = Date.parse("2026-06-15T12:00:00Z");
const tasks = [
  makeTask({ id: "old", created_at: "2026-01-01T00:00:00Z" }),
  makeTask({ id: "new", created_at: "2026-02-01T00:00:00Z" }),
  makeTask({ id: "shipped", status: "done" }),
];
const lanes = (search = {}) => lanesOf(tasks, filterOf(search), "newest", now);

describe("lanes", () => {
  it("has every status, sorted within, empty ones too", () => {
    expect(lanes().map(({ status, tasks }) => [status, tasks.map(({ id }) => id)])).toEqual([
      ["inbox", ["new", "old"]],
      ["in_progress", []],
      ["review", []],
      ["done", ["shipped"]],
    ]);
  });

  it("shows only the lanes that the filter names", () => {
    expect(lanes({ status: "done,review" }).map(({ status }) => status)).toEqual(["review", "done"]);
  });

  it("becomes headings and tasks in the list, without empty headings", () => {
    expect(rowsOf(lanes()).map((row) => (row.kind === "task" ? row.task.id : `${row.status} ${row.count}`))).toEqual([
      "inbox 2",
      "new",
      "old",
      "done 1",
      "shipped",
    ]);
  });
});

describe("walking", () => {
  const columns = [["a", "b", "c"], [], ["d"]];

  it("starts at the first card", () => {
    expect(neighbour(columns, null, "down")).toBe("a");
    expect(neighbour([[], ["d"]], "gone", "left")).toBe("d");
    expect(neighbour([[]], null, "down")).toBeNull();
  });

  it("goes up and down and stops at the ends", () => {
    expect(neighbour(columns, "a", "down")).toBe("b");
    expect(neighbour(columns, "c", "down")).toBeNull();
    expect(neighbour(columns, "a", "up")).toBeNull();
  });

  it("goes sideways over empty columns, as high as the other column reaches", () => {
    expect(neighbour(columns, "c", "right")).toBe("d");
    expect(neighbour(columns, "d", "left")).toBe("a");
    expect(neighbour(columns, "d", "right")).toBeNull();
  });
});

it("steps along the board and stops at its ends", () => {
  expect(stepStatus("inbox", 1)).toBe("in_progress");
  expect(stepStatus("inbox", -1)).toBeNull();
  expect(stepStatus("done", 1)).toBeNull();
});
