import { describe, expect, it } from "vitest";
import { changesOf } from "./changes";
import { decidesAlone, fieldsOf } from "./draft";

const draft = {
  status: "complete" as const,
  board_type: "goal",
  objective: "A book",
  lead_agent: { name: "Ada", autonomy_level: "ask_first" as const, identity_profile: { role: "Editor" } },
};

describe("what has changed in a draft", () => {
  it("is nothing of one that is the same", () => {
    expect(changesOf(draft, { ...draft, target_date: null, user_profile: null })).toEqual([]);
  });

  it("names the fields of the form, and what the form does not show of the lead", () => {
    const lead_agent = { name: "Ada", identity_profile: { role: "Editor", mode: "autonomous" } };
    const after = { ...draft, lead_agent };
    expect(changesOf(draft, after)).toEqual([
      { label: "Decides", was: "Asks before it acts", now: "" },
      { label: "Profile: mode", was: "", now: "autonomous" },
    ]);
    expect(decidesAlone(fieldsOf(after), after)).toBe(true);
    expect(decidesAlone({ ...fieldsOf(after), autonomy_level: "ask_first" }, after)).toBe(false);
  });
});
