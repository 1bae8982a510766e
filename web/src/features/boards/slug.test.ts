import { expect, it } from "vitest";
import { slugify } from "./slug";

it.each([
  ["Launch plan", "launch-plan"],
  ["  Größe & Form 2 ", "grosse-form-2"],
  ["Café", "cafe"],
  ["日本", "board"],
])("%s becomes %s", (name, slug) => {
  expect(slugify(name)).toBe(slug);
});
