import { expect, it } from "vitest";
import { clock } from "./relative";
import { inLocalTime } from "./sentences";

const now = Date.parse("2026-03-05T23:50:00Z");
const shown = (at: string) => clock(at, now);

it("shows the times of a sentence in the reader's zone", () => {
  expect(inLocalTime("No call since 2026-03-04 08:23 UTC; one was expected", now)).toBe(
    `No call since ${shown("2026-03-04T08:23:00Z")}; one was expected`,
  );
});

it("takes a time without its day for the nearest one, also across midnight", () => {
  expect(inLocalTime("theirs until 00:20 UTC", now)).toBe(`theirs until ${shown("2026-03-06T00:20:00Z")}`);
  expect(inLocalTime("since 23:40 UTC", now)).toBe(`since ${shown("2026-03-05T23:40:00Z")}`);
});

it("keeps the seconds where there are any", () => {
  const local = clock("2026-03-05T23:40:17Z", now, "2-digit");
  expect(inLocalTime("told again at 23:40:17 UTC", now)).toBe(`told again at ${local}`);
});

it("leaves everything else as it is", () => {
  expect(inLocalTime("Ratio 10:20, 99:99 UTC and “in_progress”", now)).toBe("Ratio 10:20, 99:99 UTC and “in_progress”");
});
