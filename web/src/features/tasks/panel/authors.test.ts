import { expect, it } from "vitest";
import type { ActivityEvent, TaskComment } from "@/lib/api/types";
import { makeAgent } from "@/lib/testing/factories";
import { authorOf } from "./authors";

const comment = (over: Partial<TaskComment> = {}): TaskComment => ({
  id: "c1",
  task_id: "t1",
  agent_id: null,
  user_id: null,
  author_name: "Ava",
  message: "Hello",
  created_at: "2026-01-01T12:00:00Z",
  ...over,
});
const event = (name: string | null) =>
  ({ id: "c1", actor: { kind: "user", id: "u1", name } }) as Partial<ActivityEvent> as ActivityEvent;

it("names the agent", () => {
  expect(authorOf(comment({ agent_id: "a1" }), [makeAgent()], [])).toEqual({ name: "Ava", isAgent: true });
});

it("names a person by the event of the comment", () => {
  expect(authorOf(comment(), [], [event("Mira")])).toEqual({ name: "Mira", isAgent: false });
});

it("stays honest when the history does not reach back to the comment", () => {
  expect(authorOf(comment(), [], [])).toEqual({ name: "Somebody", isAgent: false });
  expect(authorOf(comment({ agent_id: "gone" }), [], []).name).toBe("An agent that left");
});
