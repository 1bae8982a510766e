import { expect, it } from "vitest";
import type { Tag } from "@/lib/api/types";
import { makeTask } from "@/lib/testing/factories";
import { foreseen } from "./foresee";

const docs = { id: "docs", name: "Docs", slug: "docs", color: "ffffff" };
const ink = { id: "ink", name: "Ink", slug: "ink", color: "000000" };

it("shows chosen tasks as the change will make them, and no others", () => {
  const tasks = [makeTask({ id: "a", tags: [docs], tag_ids: ["docs"] }), makeTask({ id: "b" })];
  const change = { status: "review" as const, priority: "high", add_tag_ids: ["ink"], remove_tag_ids: ["docs"] };
  const shown = foreseen([{ change, taskIds: ["a"] }], tasks, [ink as Tag]);
  expect(shown.map(({ id, status, priority, tag_ids }) => ({ id, status, priority, tag_ids }))).toEqual([
    { id: "a", status: "review", priority: "high", tag_ids: ["ink"] },
  ]);
});

it("leaves what waits for others where it is, and deletes nothing before the answer", () => {
  const waiting = makeTask({ id: "a", is_blocked: true });
  const change = { status: "done" as const, assigned_agent_id: "ava", due_at: "2030-01-01T00:00:00Z" };
  const [shown] = foreseen([{ change, taskIds: ["a"] }], [waiting]);
  expect(shown).toEqual({ ...waiting, due_at: "2030-01-01T00:00:00Z" });
  expect(foreseen([{ change: { delete: true }, taskIds: ["a"] }], [waiting])).toEqual([]);
});
