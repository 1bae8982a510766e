import { describe, expect, it } from "vitest";
import { dialogueOf, mayAdd, openQuestion, questionsAsked, wantsTyping } from "./dialogue";

const at = "2026-01-01T12:00:00Z";
const question = { question: "What for?", options: [{ id: "1", label: "A book" }] };
const said = (role: string, content: string, more = {}) => ({ role, content, timestamp: at, ...more });

describe("dialogue", () => {
  it("shows questions, answers and drafts, and not what the product tells the agent", () => {
    const dialogue = dialogueOf({
      messages: [
        said("user", "BOARD ONBOARDING REQUEST", { hidden: true }),
        said("assistant", JSON.stringify(question)),
        said("user", "A book"),
        said("assistant", JSON.stringify({ status: "complete", board_type: "general" })),
      ],
    });
    expect(dialogue.map(({ kind }) => kind)).toEqual(["question", "answer", "draft"]);
    expect(questionsAsked(dialogue)).toBe(1);
    expect(openQuestion(dialogue)).toBeNull();
  });

  it("knows the question that waits, also one that is no JSON", () => {
    const [open] = dialogueOf({ messages: [said("assistant", "What for?")] });
    expect(openQuestion(open ? [open] : [])?.text).toBe("What for?");
  });

  it("takes more of a draft, and one answer to a question", () => {
    const asked = said("assistant", JSON.stringify(question));
    const drafted = said("assistant", JSON.stringify({ status: "complete", board_type: "general" }));
    const more = said("user", "More");
    expect([[], [drafted], [drafted, more]].every((messages) => mayAdd(dialogueOf({ messages })))).toBe(true);
    expect(mayAdd(dialogueOf({ messages: [drafted, asked, more] }))).toBe(false);
  });

  it("finds the options with which one writes", () => {
    expect(["Other (I'll type it)", "i’ll type it"].every(wantsTyping)).toBe(true);
    expect(wantsTyping("Type A")).toBe(false);
  });
});
