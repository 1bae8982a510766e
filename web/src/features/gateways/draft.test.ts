import { describe, expect, it } from "vitest";
import { bodyOf, changeOf, draftOf, flawOfUrl, isComplete } from "./draft";

const written = { ...draftOf(null), name: " Berlin ", url: " ws://localhost:18789 ", token: " secret " };

describe("a gateway that is being written", () => {
  it("is complete with a name and an address", () => {
    expect(isComplete(draftOf(null))).toBe(false);
    expect(isComplete(written)).toBe(true);
    expect(bodyOf(written)).toMatchObject({ name: "Berlin", url: "ws://localhost:18789", token: "secret" });
  });

  it("says what is wrong with an address", () => {
    expect(flawOfUrl({ url: "http://localhost" })).toContain("ws://");
    expect(flawOfUrl({ url: "ws://localhost?token=x" })).toContain("token");
    expect(flawOfUrl({ url: "https://me:secret@a.example?token=x" })).toBe(
      "Begin it with ws:// or wss://, leave out name and password before the @ and leave out everything from ? or # on; the token has a field of its own.",
    );
    expect(flawOfUrl({ url: "wss://a.example/with@sign" })).toBeNull();
    expect(flawOfUrl({ url: "" })).toBeNull();
  });

  it("leaves the token alone that was not touched, and takes away the one that is not wanted", () => {
    expect(changeOf({ ...written, token: "" })).not.toHaveProperty("token");
    expect(changeOf(written).token).toBe("secret");
    expect(changeOf({ ...written, token: "", removesToken: true }).token).toBeNull();
  });
});
