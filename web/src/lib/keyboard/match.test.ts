import { expect, it } from "vitest";
import { keyName, nextStep } from "./match";

const press = (key: string, held: Partial<KeyboardEvent> = {}) =>
  keyName({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

it("names keys", () => {
  expect(press("k", { ctrlKey: true })).toBe("mod+k");
  expect(press("K", { metaKey: true, shiftKey: true })).toBe("mod+shift+k");
  expect(press("?", { shiftKey: true })).toBe("?");
  expect(press("ArrowLeft", { shiftKey: true })).toBe("shift+arrowleft");
  expect(press(" ")).toBe("space");
});

const known = ["g b", "g h", "?", "j"];

it("follows a sequence", () => {
  expect(nextStep("", "g", known)).toEqual({ waiting: "g" });
  expect(nextStep("g", "b", known)).toEqual({ run: "g b" });
});

it("falls back to the single key when a sequence leads nowhere", () => {
  expect(nextStep("g", "j", known)).toEqual({ run: "j" });
  expect(nextStep("g", "x", known)).toEqual({ none: true });
});
