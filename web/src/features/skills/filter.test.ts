import { expect, test } from "vitest";
import type { Skill } from "@/lib/api/types";
import { isNarrowed, NONE, narrowed, occurring } from "./filter";

const SKILLS = [
  { name: "Review", description: "Reads twice", category: "Code", risk: null, pack_id: "a", source_url: "https://x/1" },
  { name: "Deploy", description: null, category: "ops", risk: "high", pack_id: null, source_url: "https://x/2" },
  { name: "Write", description: null, category: " code ", risk: "", pack_id: "a", source_url: "https://x/3" },
] as Skill[];
const names = (found: Skill[]) => found.map(({ name }) => name);

test("words are looked for in everything that a row shows, without case", () => {
  expect(names(narrowed(SKILLS, { q: " TWICE " }))).toEqual(["Review"]);
  expect(names(narrowed(SKILLS, { q: "x/2" }))).toEqual(["Deploy"]);
});

test("all that is chosen has to fit", () => {
  expect(names(narrowed(SKILLS, { category: "code", pack: "a" }))).toEqual(["Review", "Write"]);
  expect(names(narrowed(SKILLS, { risk: NONE }))).toEqual(["Review", "Write"]);
  expect(names(narrowed(SKILLS, { pack: NONE }))).toEqual(["Deploy"]);
  expect(narrowed(SKILLS, { category: "ops", pack: "a" })).toEqual([]);
});

test("what occurs is listed once, and the lack of it last", () => {
  expect(occurring(SKILLS, "category")).toEqual(["code", "ops"]);
  expect(occurring(SKILLS, "risk")).toEqual(["high", NONE]);
});

test("blanks narrow nothing", () => {
  expect(isNarrowed({ q: "  " })).toBe(false);
  expect(isNarrowed({ risk: NONE })).toBe(true);
});
