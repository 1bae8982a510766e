import { expect, it } from "vitest";
import { makeTask } from "@/lib/testing/factories";
import { reasonOf } from "./reason";

const titles = new Map([["t2", "Write the schema"]]);
const reason = (over: Parameters<typeof makeTask>[0]) => reasonOf(makeTask(over), (id) => titles.get(id));
const lease = { agent_id: "a1", agent_name: "Ava", fence: 1, claimed_at: "2026-01-01T00:00:00Z", expires_at: "" };

it("uses the server's words", () => {
  expect(reason({ status_reason: "Waits for an approval", is_blocked: true })).toBe("Waits for an approval");
});

it("names what a blocked task waits for while the words are still missing", () => {
  expect(reason({ is_blocked: true, blocked_by_task_ids: ["t2", "t9"] })).toBe(
    "Waits for “Write the schema”, “another task”",
  );
});

it("does not say the lease twice", () => {
  expect(reason({ status_reason: "Ava holds the lease until 14:20", lease })).toBeNull();
  expect(reason({ status_reason: "Waits for an approval", lease })).toBe("Waits for an approval");
});

it("says that work which was started for an agent is not taken up yet", () => {
  const words = "Started for Ava, who has not taken it up yet";
  expect(reason({ status_reason: words, lease: { ...lease, claimed_at: null } })).toBe(words);
});

it("has nothing to say about a task that is free to move", () => {
  expect(reason({})).toBeNull();
});
