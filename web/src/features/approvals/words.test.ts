import { expect, it } from "vitest";
import { aboutOf, fieldsOf, labelOf } from "./words";

it("shows a payload as fields, without what is shown by itself", () => {
  const payload = { reason: "Green", taskIds: ["x"], targetHost: "eu-1", dry_run: false, plan: { steps: 2 } };
  expect(fieldsOf(payload)).toEqual([
    { name: "Target Host", value: "eu-1" },
    { name: "Dry run", value: "false" },
    { name: "Plan › Steps", value: "2" },
  ]);
  expect(fieldsOf({ decision: { reason: "Green" } })).toEqual([]);
  expect(fieldsOf({ decision: { reason: "Green", by: "rule" } })).toHaveLength(2);
  expect(fieldsOf(null)).toEqual([]);
});

it("shows what is to change beside what it was, wherever it stands, and lists line by line", () => {
  const payload = {
    before: "a",
    after: "b",
    mail: { from: "x", to: ["y", "z"], subject: { old: "Hi", new: "Hello" } },
  };
  expect(fieldsOf(payload)).toEqual([
    { name: "Change", before: "a", after: "b" },
    { name: "Mail › From", value: "x" },
    { name: "Mail › To", value: "y\nz" },
    { name: "Mail › Subject", before: "Hi", after: "Hello" },
  ]);
});

it("names what it is about, and an end that nobody chose", () => {
  expect(aboutOf({ task_titles: [] })).toBe("No task");
  expect(aboutOf({ task_titles: ["One", "Two", "Three"] })).toBe("One and 2 more");
  expect(aboutOf({ task_titles: ["", "Two"] })).toBe("Untitled and 1 more");
  expect(labelOf({ status: "rejected", expired: true })).toBe("Expired");
});
