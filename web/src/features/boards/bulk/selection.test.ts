import { describe, expect, it } from "vitest";
import { coverage, extend, kept, NOTHING, type Selection, toggle, toggleAll } from "./selection";

const SHOWN = ["a", "b", "c", "d", "e"];
const chosen = (selection: Selection) => [...selection.ids].sort().join("");
const pick = (...ids: string[]) => ids.reduce(toggle, NOTHING);

describe("a selection", () => {
  it("takes a task in and gives it up again", () => {
    expect(chosen(pick("a", "b"))).toBe("ab");
    expect(chosen(pick("a", "b", "a"))).toBe("b");
  });

  it("ranges from the last choice in either direction, and again from the same place", () => {
    expect(chosen(extend(pick("b"), SHOWN, "d"))).toBe("bcd");
    expect(chosen(extend(pick("d"), SHOWN, "b"))).toBe("bcd");
    expect(chosen(extend(extend(pick("c"), SHOWN, "d"), SHOWN, "a"))).toBe("abcd");
  });

  it("ranges from nowhere to the one task, as when a filter hides where it began", () => {
    expect(chosen(extend(NOTHING, SHOWN, "c"))).toBe("c");
    expect(chosen(extend(pick("hidden"), SHOWN, "c"))).toBe("chidden");
  });

  it("takes a whole column, and gives it up only when all of it was chosen", () => {
    expect(chosen(toggleAll(pick("a"), ["a", "b"]))).toBe("ab");
    expect(chosen(toggleAll(pick("a", "b", "c"), ["a", "b"]))).toBe("c");
  });

  it("knows how much of a column is chosen", () => {
    expect(coverage(new Set(["a"]), ["b"])).toBe("none");
    expect(coverage(new Set(["a"]), ["a", "b"])).toBe("some");
    expect(coverage(new Set(["a", "b"]), ["a", "b"])).toBe("all");
    expect(coverage(new Set(), [])).toBe("none");
  });

  it("drops tasks that are gone and is otherwise the same object", () => {
    const both = pick("a", "b");
    expect(chosen(kept(both, (id) => id === "a"))).toBe("a");
    expect(kept(both, () => true)).toBe(both);
  });
});
