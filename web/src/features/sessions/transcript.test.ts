import { describe, expect, it } from "vitest";
import { dollars, entriesOf, lookOf } from "./transcript";

const call = { type: "toolCall", id: "c1", name: "exec", arguments: { command: "ls" } };

describe("a transcript", () => {
  it("has both sides, each part of its own, with the cost on the last", () => {
    const entries = entriesOf([
      { role: "user", content: "Go on", timestamp: 17, __openclaw: { id: "a" } },
      { role: "assistant", content: [{ type: "text", text: "I look" }, call], usage: { cost: { total: 0.5 } } },
      { role: "toolResult", toolCallId: "c1", content: [{ type: "text", text: "a.txt" }], isError: true },
    ]);
    expect(entries.map(({ who, text, at, cost }) => [who, text, at, cost])).toEqual([
      ["people", "Go on", 17, null],
      ["agent", "I look", null, null],
      ["agent", "", null, 0.5],
    ]);
    expect(entries[2]?.call).toEqual({ tool: "exec", input: "ls", output: "a.txt", failed: true });
    expect(new Set(entries.map(({ key }) => key)).size).toBe(3);
  });

  it("shows a call whose result has not come, and input that is no command", () => {
    const [entry] = entriesOf([{ role: "assistant", content: [{ ...call, arguments: { path: "x" } }] }]);
    expect(entry?.call).toEqual({ tool: "exec", input: '{\n  "path": "x"\n}', output: null, failed: false });
  });

  it("survives rows that make no sense", () => {
    expect(entriesOf([null, 1, {}, { role: "assistant" }, { role: "system", content: "Reset" }])).toMatchObject([
      { who: "gateway", text: "Reset" },
    ]);
    expect(lookOf(undefined)).toEqual({ running: false, model: "", tokens: null, cost: null });
  });

  it("writes small amounts so that they are something", () => {
    expect([dollars(0.00024), dollars(1.5)]).toEqual(["$0.00024", "$1.50"]);
  });
});
