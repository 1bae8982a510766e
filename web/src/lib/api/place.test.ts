import { afterEach, expect, it, vi } from "vitest";
import { ORGANIZATION_HEADER, placed, signalForbidden, speakFor } from "./place";

const named = (path: string) => placed(new Request(`http://here${path}`)).headers.get(ORGANIZATION_HEADER);
const showing = (organization: string | undefined, forbidden = () => {}) =>
  speakFor({ organization: () => organization, forbidden });

afterEach(() => speakFor(null));

it("names the organization that the page shows", () => {
  showing("acme");
  for (const path of ["/api/v1/boards", "/api/v1/organizations/me", "/api/v1/organizations/me/invites/1"]) {
    expect(named(path)).toBe("acme");
  }
});

it("names none before one is known, nor where one is found or chosen", () => {
  expect(named("/api/v1/boards")).toBeNull();
  showing("acme");
  for (const path of ["", "/me/list", "/me/active", "/invites/accept"]) {
    expect(named(`/api/v1/organizations${path}`)).toBeNull();
  }
  expect(named("/api/v1/auth/mode")).toBeNull();
});

it("hears of what was forbidden in the organization that is shown, and of no other", () => {
  const forbidden = vi.fn();
  showing("acme", forbidden);
  const request = placed(new Request("http://here/api/v1/boards"));
  signalForbidden(request);
  signalForbidden(new Request("http://here/api/v1/boards"));
  showing("borealis", forbidden);
  signalForbidden(request);
  expect(forbidden).toHaveBeenCalledTimes(1);
});
