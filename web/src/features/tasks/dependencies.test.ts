import { expect, it } from "vitest";
import { makeTask } from "@/lib/testing/factories";
import { dependentsOf, downstreamOf, findTasks, openAmong } from "./dependencies";

const tasks = [
  makeTask({ id: "schema", title: "Write the schema", status: "done" }),
  makeTask({ id: "api", title: "Build the API", depends_on_task_ids: ["schema"] }),
  makeTask({ id: "page", title: "Build the page", depends_on_task_ids: ["api"] }),
  makeTask({ id: "docs", title: "Write the docs", depends_on_task_ids: ["page", "api"] }),
];
const ids = (found: { id: string }[]) => found.map(({ id }) => id);

it("knows who waits for a task", () => {
  expect(ids(dependentsOf(tasks, "api"))).toEqual(["page", "docs"]);
});

it("knows who waits through others, and ends on a circle", () => {
  expect([...downstreamOf(tasks, "schema")].sort()).toEqual(["api", "docs", "page"]);
  expect([...downstreamOf(tasks, "docs")]).toEqual([]);
  const circle = [makeTask({ id: "a", depends_on_task_ids: ["b"] }), makeTask({ id: "b", depends_on_task_ids: ["a"] })];
  expect([...downstreamOf(circle, "a")].sort()).toEqual(["a", "b"]);
});

it("counts what is not done, and what is unknown, as holding back", () => {
  expect(openAmong(tasks, ["schema", "api", "lost"])).toEqual(["api", "lost"]);
});

it("finds by words, open tasks first", () => {
  expect(ids(findTasks(tasks, "the write", 10))).toEqual(["docs", "schema"]);
  expect(ids(findTasks(tasks, "", 2))).toEqual(["api", "page"]);
});
