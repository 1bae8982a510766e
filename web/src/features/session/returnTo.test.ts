import { expect, it } from "vitest";
import { safeReturn } from "./returnTo";

it("goes back to a page of this app", () => {
  expect(safeReturn("/boards/1?task=2")).toBe("/boards/1?task=2");
});

it.each([undefined, "", "boards", "//evil.example", "https://evil.example", "/\\evil.example", "/sign-in?to=/"])(
  "goes home instead of to %s",
  (path) => {
    expect(safeReturn(path)).toBe("/");
  },
);
