import { describe, expect, it } from "vitest";
import type { ApiKey } from "@/lib/api/types";
import { outlivesItsMaker, serviceKeysMadeBy } from "./makers";

const NOW = Date.parse("2026-01-01T12:00:00Z");

const makeKey = (over: Partial<ApiKey> = {}): ApiKey =>
  ({ id: "k1", name: "ci", kind: "service", created_by_user_id: "bob", expires_at: null, ...over }) as ApiKey;

describe("service keys and who made them", () => {
  it.each([
    ["owner", false],
    ["admin", false],
    ["member", true],
    [null, true],
  ])("made by one who is %s now, it outlives them: %s", (created_by_role, outlives) => {
    expect(outlivesItsMaker(makeKey({ created_by_role }))).toBe(outlives);
    expect(outlivesItsMaker(makeKey({ created_by_role, kind: "personal" }))).toBe(false);
  });

  it("stay when their maker is removed, unless they have expired", () => {
    const keys = [
      makeKey({ name: "ci" }),
      makeKey({ name: "old", expires_at: "2026-01-01T11:59:00Z" }),
      makeKey({ name: "new", expires_at: "2026-01-01T12:01:00Z" }),
      makeKey({ name: "his own", kind: "personal" }),
      makeKey({ name: "somebody’s", created_by_user_id: "eve" }),
      makeKey({ name: "nobody’s", created_by_user_id: null }),
    ];
    expect(serviceKeysMadeBy(keys, "bob", NOW).map(({ name }) => name)).toEqual(["ci", "new"]);
  });
});
