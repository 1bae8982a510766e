import { expect, it } from "vitest";
import { commandLike, commandOf, unheard } from "./commands";

it("knows a command that is alone, as the server does", () => {
  expect(commandOf(" /PAUSE ")).toBe("/pause");
  expect(commandOf("/pause now")).toBeNull();
  expect(commandOf("please /pause")).toBeNull();
});

it.each([
  ["/pauze", "/pauze"],
  ["/PAUSE now", "/PAUSE"],
  ["/pause!", "/pause"],
  ["/etc/hosts is wrong", null],
  ["/tmp", "/tmp"],
  ["/ and \\", null],
  ["see /pause", null],
])("of %j it takes %j for a command", (text, word) => {
  expect(commandLike(text)).toBe(word);
});

it("doubts what does nothing: a slip in a board's chat, and every command in a group's", () => {
  expect(unheard("board", "/pause")).toBeNull();
  expect(unheard("board", "/PAUSE now")).toBe("/PAUSE");
  expect(unheard("group", "/pause")).toBe("/pause");
  expect(unheard("group", "Good morning")).toBeNull();
});
