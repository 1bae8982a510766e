import { expect, it } from "vitest";
import { rank } from "./rank";

const best = (typed: string, names: string[]) => names.toSorted((a, b) => rank(typed, b) - rank(typed, a))[0];

it("puts the very name first, then beginnings, then words, then any part", () => {
  expect(best("keys", ["Show hotkeys", "Lost keys", "Keys of the house", "Keys"])).toBe("Keys");
  expect(best("keys", ["Show hotkeys", "Lost keys", "Keys of the house"])).toBe("Keys of the house");
  expect(best("keys", ["Show hotkeys", "Lost keys"])).toBe("Lost keys");
});

it("finds words in any order, and by what the thing is", () => {
  expect(rank("issue write", "Write the first issue")).toBeGreaterThan(0);
  expect(rank("board launch", "Launch", "board")).toBeGreaterThan(0);
});

it("finds nothing by scattered letters", () => {
  expect(rank("new", "Thank those who shared it")).toBe(0);
});
