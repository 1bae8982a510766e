import { expect, it } from "vitest";
import { parseAgentLimit } from "./agentLimit";

it.each([
  ["3", 3],
  [" 0 ", 0],
  ["", null],
  ["-1", null],
  ["2.5", null],
  ["many", null],
])("%j is %j", (text, limit) => {
  expect(parseAgentLimit(text)).toBe(limit);
});
