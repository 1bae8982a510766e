import { expect, it } from "vitest";
import { makeTask } from "@/lib/testing/factories";
import { collides } from "./conflict";

const began = makeTask({ title: "Cut wood", description: "Oak", custom_field_values: { size: "M", colour: "red" } });

it("does not mind what another did to other fields", () => {
  const now = { ...began, version: began.version + 1, title: "Cut oak", custom_field_values: { size: "L" } };
  expect(collides({ description: "Beech" }, began, now)).toBe(false);
  expect(collides({ custom_field_values: { colour: "blue" } }, began, { ...began, description: "Ash" })).toBe(false);
});

it("notices that another changed the same field", () => {
  expect(collides({ title: "Cut beech" }, began, { ...began, title: "Cut oak" })).toBe(true);
  expect(collides({ description: null }, began, { ...began, description: "Oak, dry" })).toBe(true);
  const resized = { ...began, custom_field_values: { size: "L", colour: "red" } };
  expect(collides({ custom_field_values: { size: "S" } }, began, resized)).toBe(true);
});

it("has nothing to ask where both want the same", () => {
  expect(collides({ title: "Cut oak" }, began, { ...began, title: "Cut oak" })).toBe(false);
});
