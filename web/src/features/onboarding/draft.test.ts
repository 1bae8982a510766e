import { describe, expect, it } from "vitest";
import { draftOf, fieldsOf, goalOf, problemsOf } from "./draft";

const draft = {
  status: "complete" as const,
  board_type: "goal",
  objective: "A book",
  success_metrics: { copies: "500", "ratio: of both": { a: 1 } },
  target_date: "2030-12-31T15:00:00Z",
  user_profile: null,
  lead_agent: { name: "Ada", identity_profile: { role: "Editor", emoji: ":owl:" } },
};

describe("the draft as a form", () => {
  it("comes back as it was when nothing is touched", () => {
    const { lead_agent, ...rest } = draftOf(fieldsOf(draft), draft);
    expect(rest).toMatchObject({
      objective: "A book",
      success_metrics: draft.success_metrics,
      target_date: draft.target_date,
    });
    expect(lead_agent).toMatchObject(draft.lead_agent);
  });

  it("takes measures one a line, and a day without an hour", () => {
    const fields = { ...fieldsOf(draft), metrics: "copies: 600\n\nreaders like it", date: "2031-01-02", role: " " };
    const changed = draftOf(fields, draft);
    expect(changed.success_metrics).toEqual({ copies: "600", "readers like it": "" });
    expect(changed.target_date).toBe("2031-01-02T00:00:00Z");
    expect(changed.lead_agent?.identity_profile).toEqual({ emoji: ":owl:" });
  });

  it("says what a goal lacks", () => {
    const empty = { board_type: "goal", objective: " ", metrics: "", date: "" };
    expect(Object.values(problemsOf(empty)).every(Boolean)).toBe(true);
    expect(Object.values(problemsOf({ ...empty, board_type: "general" })).some(Boolean)).toBe(false);
    expect(goalOf({ ...empty, board_type: "general" }, draft)).toEqual({
      board_type: "general",
      objective: null,
      success_metrics: null,
      target_date: null,
    });
  });
});
