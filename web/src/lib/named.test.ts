import { expect, it } from "vitest";
import { named } from "./named";

it.each([
  "",
  "  ",
  "\n\u2028",
  "\u200b",
  "\u00ad \u2060",
  "\u2800",
  "\u3164\ufe0f",
  "\u202e\u2066",
  "\u{e0041}",
  "\u0301",
  "\ue000",
])("gives %j, of which nothing can be seen, a name", (text) => {
  expect(named(text)).toBe("Untitled");
});

it.each([
  [" Draw the cover ", "Draw the cover"],
  ["👩‍🚀", "👩‍🚀"],
  ["0", "0"],
  ["‏שלום", "‏שלום"],
])("leaves %j as it is", (text, shown) => {
  expect(named(text)).toBe(shown);
});
