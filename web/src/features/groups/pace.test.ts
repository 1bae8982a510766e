import { describe, expect, it } from "vitest";
import { makeAgent } from "@/lib/testing/factories";
import { parsePace, presentPaces } from "./pace";

describe("the pace of a group", () => {
  it("is a number with a unit", () => {
    expect([" 10M ", "90s", "2d"].map(parsePace)).toEqual(["10m", "90s", "2d"]);
    expect(["", "10", "1.5h", "10 m", "5w", "1234567s"].map(parsePace)).toEqual(Array(6).fill(null));
  });

  it("is told for the agents as they are, the commonest first", () => {
    const paced = (every: string) => makeAgent({ heartbeat_config: { every } });
    expect(presentPaces([])).toBe("No agents on these boards.");
    expect(presentPaces([makeAgent({ heartbeat_config: null })])).toBe("One agent: no fixed pace.");
    expect(presentPaces([paced("1h"), paced("10m"), paced("10m"), paced("7m")])).toBe(
      "4 agents: 2 every 10 minutes, 1 every hour, 1 every 7m.",
    );
  });
});
