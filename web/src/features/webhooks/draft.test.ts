import { describe, expect, it } from "vitest";
import { bodyOf, changeOf, draftOf, flawOfSecret, inWords, isComplete, newSecret, written } from "./draft";

describe("a draft", () => {
  const draft = { ...draftOf(null), description: " Triage it. " };

  it("is complete with a description, and a secret that is long enough or none", () => {
    expect(isComplete(draftOf(null))).toBe(false);
    expect(isComplete(draft)).toBe(true);
    expect(flawOfSecret({ ...draft, secret: "short" })).toContain("16");
    expect(isComplete({ ...draft, secret: "0123456789abcdef" })).toBe(true);
  });

  it("sends a secret only when it was typed or taken away", () => {
    expect(bodyOf(draft)).toMatchObject({ description: "Triage it.", secret: null, signature_header: null });
    expect(changeOf(draft)).not.toHaveProperty("secret");
    expect(changeOf({ ...draft, secret: "0123456789abcdef" })).toMatchObject({ secret: "0123456789abcdef" });
    expect(changeOf({ ...draft, removesSecret: true })).toMatchObject({ secret: null });
  });
});

it("makes secrets that differ", () => {
  expect(newSecret()).toMatch(/^[0-9a-f]{64}$/);
  expect(newSecret()).not.toBe(newSecret());
});

it("shows text as it is and values as JSON", () => {
  expect(written("a\nb")).toBe("a\nb");
  expect(written({ a: 1 })).toBe('{\n  "a": 1\n}');
  expect(written(null)).toBe("null");
});

it("says sizes in words", () => {
  expect([0, 1, 999, 1_500, 1_048_576].map(inWords)).toEqual(["0 bytes", "1 byte", "999 bytes", "1.5 kB", "1.0 MB"]);
});
