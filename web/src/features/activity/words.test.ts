import { expect, it } from "vitest";
import { inPlainWords } from "./words";

it.each([
  ["Plan moved to in_progress", "Plan moved to in progress"],
  ["Plan: due_at, tags changed", "Plan: due date, tags changed"],
  ["Plan: “Cost, net”, assigned_agent_id changed", "Plan: “Cost, net”, assignee changed"],
  ["Board group North: board_ids, max_agents changed", "Board group North: boards, max agents changed"],
  ["Somebody said: nothing changed", "Somebody said: nothing changed"],
])("%s reads %s", (said, read) => {
  expect(inPlainWords(said)).toBe(read);
});
