import { describe, expect, it } from "vitest";
import { makeTask } from "@/lib/testing/factories";
import { type BoardSearch, filterOf, type GroupBy } from "./filters";
import { groupsOf } from "./grouping";
import { type Lane, lanesOf, neighbour, rowsOf, sectionsOf, stepStatus } from "./lanes";

const now = Date.parse("2026-06-15T12:00:00Z");
const tasks = [
  makeTask({ id: "old", created_at: "2026-01-01T00:00:00Z" }),
  makeTask({ id: "new", created_at: "2026-02-01T00:00:00Z" }),
  makeTask({ id: "shipped", status: "done" }),
];
const lanes = (search: BoardSearch = {}) => lanesOf(tasks, filterOf(search), search, now);

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
    expect(listed(lanes())).toEqual(["# inbox", "new", "old", "# done", "shipped"]);
  });

  it("puts tasks of a group side by side in every lane, those of nobody last", () => {
    const bugs = { id: "t1", name: "Bugs", slug: "bugs", color: "ff0000" };
    const chores = { id: "t2", name: "Chores", slug: "chores", color: "00ff00" };
    const grouped = [
      makeTask({ id: "plain", created_at: "2026-05-01T00:00:00Z" }),
      makeTask({ id: "both", created_at: "2026-01-01T00:00:00Z", tags: [chores, bugs], tag_ids: ["t2", "t1"] }),
      makeTask({ id: "chore", created_at: "2026-03-01T00:00:00Z", tags: [chores], tag_ids: ["t2"] }),
      makeTask({ id: "bug", created_at: "2026-02-01T00:00:00Z", tags: [bugs], tag_ids: ["t1"], status: "done" }),
    ];
    const made = lanesOf(grouped, filterOf({}), { group: "tag" }, now);
    expect(made[0]?.tasks.map(({ id }) => id)).toEqual(["both", "chore", "plain"]);
    expect(groupsOf(made[0]?.tasks ?? [], "tag").map(({ label }) => label)).toEqual(["Bugs", "Chores", "No tag"]);
    expect(listed(made, "tag")).toEqual(["# t1", "both", "bug", "# t2", "chore", "# none", "plain"]);
  });

  it("groups by agent and by priority too", () => {
    const mixed = [
      makeTask({ id: "nobody", priority: "low" }),
      makeTask({ id: "ben", assigned_agent_id: "b", assignee: "Ben", priority: "high" }),
      makeTask({ id: "ava", assigned_agent_id: "a", assignee: "Ava", priority: "low" }),
    ];
    const by = (group: GroupBy) => listed(lanesOf(mixed, filterOf({}), { group }, now), group);
    expect(by("agent")).toEqual(["# a", "ava", "# b", "ben", "# none", "nobody"]);
    expect(by("priority")[0]).toBe("# high");
    expect(by("priority")[2]).toBe("# low");
  });
});

function listed(from: Lane[], group?: GroupBy): string[] {
  const rows = rowsOf(sectionsOf(from, group));
  return rows.map((row) => (row.kind === "task" ? row.task.id : `# ${row.heading.key}`));
}

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
