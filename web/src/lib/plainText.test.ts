import { describe, expect, it } from "vitest";
import { plainText } from "./plainText";

describe("Markdown as plain text", () => {
  it.each([
    ["## Done\n\nThe **cover** is _green_, ~~not red~~.", "Done\nThe cover is green, not red."],
    ["- [x] Fold\n* Cut\n> 1. Print", "Fold\nCut\n1. Print"],
    ["See [the `log`](https://a.example/b_(c)) and ![a chart](x.png)", "See the log and a chart"],
    ["***\nMoved to in_progress, 2 * 3 * 4 = 24", "Moved to in_progress, 2 * 3 * 4 = 24"],
    ["**Run `make __all__ **`** in <https://a.example>", "Run make __all__ ** in https://a.example"],
    ["```sh\n# not a heading\n```", "# not a heading"],
    ["| Part | State |\n|---|:-:|\n| Cover | done |", "Part | State\nCover | done"],
    ["\\*as it is\\* <b>bold</b>", "*as it is* <b>bold</b>"],
    ["---", "---"],
  ])("%j is %j", (markdown, text) => {
    expect(plainText(markdown)).toBe(text);
  });

  it("is cut between words, and words that are too long within", () => {
    expect(plainText("The cover is green", 12)).toBe("The cover…");
    expect(plainText("x".repeat(20), 12)).toBe(`${"x".repeat(12)}…`);
  });
});
