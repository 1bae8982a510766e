import { expect, test } from "vitest";
import { callable, completed, mentionAt } from "./mentions";

test("a mention is open where the cursor stands behind an @ of its own", () => {
  expect(mentionAt("hello @av", 9)).toEqual({ start: 6, typed: "av" });
  expect(mentionAt("@", 1)).toEqual({ start: 0, typed: "" });
  expect(mentionAt("me@home", 7)).toBeNull();
  expect(mentionAt("@ava is", 7)).toBeNull();
});

test("agents are called by the first word of their names", () => {
  expect(callable(["Ava", "Ben Miller", "Ava Two"], "")).toEqual(["Ava", "Ben", "lead", "all"]);
  expect(callable(["Ava", "Ben Miller"], "a")).toEqual(["Ava", "all"]);
});

test("a completed mention leaves the rest of the text as it was", () => {
  expect(completed("hello @a there", { start: 6, typed: "a" }, "Ava")).toBe("hello @Ava there");
});
