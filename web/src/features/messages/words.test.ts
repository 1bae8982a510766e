import { expect, test } from "vitest";
import { recipientOf } from "./words";

test("a question to people names the agent that reaches them elsewhere", () => {
  expect(recipientOf({ kind: "ask_user", recipient_name: "Oslo Gateway Agent" })).toBe(
    "people, also through Oslo Gateway Agent",
  );
  expect(recipientOf({ kind: "ask_user", recipient_name: null })).toBe("people");
});

test("an agent that is gone without a name is said to be gone", () => {
  expect(recipientOf({ kind: "nudge", recipient_name: "Ada" })).toBe("Ada");
  expect(recipientOf({ kind: "nudge", recipient_name: null })).toBe("an agent that is gone");
});
