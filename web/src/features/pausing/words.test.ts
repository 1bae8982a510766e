import { expect, test } from "vitest";
import { subject } from "./words";

test("a pause is named as seen from the page that shows it", () => {
  const oslo = { scope: "gateway", id: "g1", name: "Oslo" } as const;
  expect(subject(oslo, { scope: "gateway" })).toBe("Oslo");
  expect(subject(oslo, { scope: "board" })).toBe("The gateway Oslo");
  expect(subject({ scope: "organization", id: "o1", name: "Acme" }, { scope: "agent" })).toBe("The whole organization");
});
