import { expect, it } from "vitest";
import { aboutOf, fieldsOf, labelOf } from "./words";

it("shows a payload as fields, without what is shown by itself", () => {
  const payload = { reason: "Green", taskIds: ["x"], targetHost: "eu-1", dry_run: false, plan: { steps: 2 } };
  expect(fieldsOf(payload)).toEqual([
    { name: "Target Host", value: "eu-1" },
    { name: "Dry run", value: "false" },
    { name: "Plan", value: '{\n  "steps": 2\n}' },
  ]);
  expect(fieldsOf({ decision: { reason: "Green" } })).toEqual([]);
  expect(fieldsOf({ decision: { reason: "Green", by: "rule" } })).toHaveLength(1);
  expect(fieldsOf(null)).toEqual([]);
});

it("names what it is about, and an end that nobody chose", () => {
  expect(aboutOf({ task_titles: [] })).toBe("No task");
  expect(aboutOf({ task_titles: ["One", "Two", "Three"] })).toBe("One and 2 more");
  expect(labelOf({ status: "rejected", expired: true })).toBe("Expired");
});
