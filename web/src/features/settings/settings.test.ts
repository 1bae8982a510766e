import { describe, expect, it } from "vitest";
import type { User } from "@/lib/api/types";
import { changeOf, profileOf } from "./profile";
import { zoneGroups } from "./timezones";

const user = { name: "Robin Doe", preferred_name: null, pronouns: null, timezone: "UTC", notes: "x" } as User;

describe("a profile", () => {
  it("that was not touched changes nothing", () => {
    expect(changeOf(user, profileOf(user))).toBeNull();
  });

  it("sends what was typed, and null for what was emptied", () => {
    const draft = { ...profileOf(user), preferred_name: " Robin ", notes: " " };
    expect(changeOf(user, draft)).toEqual({ preferred_name: "Robin", notes: null });
  });
});

describe("time zones", () => {
  it("are grouped by region, those without one last", () => {
    const groups = zoneGroups(null, ["Europe/Berlin", "America/New_York", "America/Argentina/Salta"]);
    expect(groups.map(({ region }) => region)).toEqual(["America", "Europe", "Other"]);
    expect(groups[0]?.zones.map(({ label }) => label)).toEqual(["Argentina/Salta", "New York"]);
  });

  it("keep a saved one that this browser does not know", () => {
    expect(zoneGroups("Mars/Olympus_Mons", [])[0]?.zones[0]?.value).toBe("Mars/Olympus_Mons");
  });
});
