import { expect, it } from "vitest";
import type { CustomField } from "@/lib/api/types";
import { fromText, isShown, shownValue, toText } from "./fieldTypes";

const field = (over: Partial<CustomField>) => ({ ui_visibility: "always", field_type: "text", ...over }) as CustomField;

it("takes what was typed as the type means it, and nothing as null", () => {
  expect(fromText("integer", "12")).toBe(12);
  expect(fromText("decimal", "2.5")).toBe(2.5);
  expect(fromText("boolean", "false")).toBe(false);
  expect(fromText("json", '{"a": [1]}')).toEqual({ a: [1] });
  expect(fromText("text", " a ")).toBe(" a ");
  expect(fromText("url", "  ")).toBeNull();
});

it("says what is wrong with what means nothing", () => {
  expect(() => fromText("integer", "1.5")).toThrow("whole");
  expect(() => fromText("decimal", "x")).toThrow("number");
  expect(() => fromText("json", "{")).toThrow("JSON");
  expect(() => fromText("json", "3")).toThrow("object or array");
});

it("gives an editor the text that leads back to the value", () => {
  for (const [type, value] of [
    ["integer", 3],
    ["boolean", false],
    ["json", { a: 1 }],
    ["text", "x"],
  ] as const) {
    expect(fromText(type, toText(type, value))).toEqual(value);
  }
});

it("shows a field as its definition says", () => {
  expect(isShown(field({}), null)).toBe(true);
  expect(isShown(field({ ui_visibility: "if_set" }), null)).toBe(false);
  expect(isShown(field({ ui_visibility: "if_set" }), false)).toBe(true);
  expect(isShown(field({ ui_visibility: "hidden" }), "x")).toBe(false);
  expect(shownValue(field({ field_type: "boolean" }), false)).toBe("No");
  expect(shownValue(field({}), null)).toBe("–");
});
