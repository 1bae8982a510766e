import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, read } from "@/lib/api/client";
import { errorMessage } from "@/lib/api/errors";
import type { BoardSnapshot, TaskCard } from "@/lib/api/types";
import { patchTask, removeTask } from "@/lib/live/patch";
import { named } from "@/lib/named";
import { keys } from "@/lib/queryKeys";
import { toast, toastError } from "@/ui/toast";
import { foreseen } from "./foresee";
import { type BulkChange, type BulkRequest, inverseOf, isAsLeft } from "./inverse";
import { byReason, countOf, joined, NO_OUTCOME, type Outcome, outcomeOf } from "./outcome";

/** The server takes so many at once. */
const MOST = 200;

/** What is said about a change that was only partly made. */
export interface Partly {
  changed: number;
  /** Were as wanted before. */
  same: number;
  left: Outcome["left"];
}

/** Every change of many tasks goes through here: says what was done, what stays and why, and offers to undo it. */
export function useBulkChange(boardId: string) {
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [partly, setPartly] = useState<Partly | null>(null);
  const tasksNow = (): readonly TaskCard[] => cache.getQueryData<BoardSnapshot>(keys.snapshot(boardId))?.tasks ?? [];

  /** Shown at once, like a single change; what was refused or not reached goes back to what it was. */
  async function send(requests: readonly BulkRequest[], tasks: readonly TaskCard[]): Promise<Outcome> {
    const shown = foreseen(requests, tasks, cache.getQueryData(keys.tags));
    for (const task of shown) patchTask(cache, task);
    try {
      return await sent(requests, tasks);
    } finally {
      const ids = new Set(shown.map(({ id }) => id));
      // What was changed has a newer version by now, and keeps it.
      for (const task of tasks) if (ids.has(task.id)) patchTask(cache, task);
    }
  }

  async function sent(requests: readonly BulkRequest[], tasks: readonly TaskCard[]): Promise<Outcome> {
    let outcome = NO_OUTCOME;
    for (const { change, task_ids } of requests.flatMap(inParts)) {
      const body = { delete: false, ...change, task_ids };
      const path = { board_id: boardId };
      const result = await read(api.POST("/api/v1/boards/{board_id}/tasks/bulk", { params: { path }, body }));
      for (const task of result.updated) patchTask(cache, task);
      for (const id of result.deleted_ids) removeTask(cache, boardId, id);
      outcome = joined(outcome, outcomeOf(change, result, tasks));
    }
    void cache.invalidateQueries({ queryKey: keys.explanations });
    return outcome;
  }

  /** `did` is what happened to the tasks: "moved to Done". */
  async function change(taskIds: readonly string[], wanted: BulkChange, did: string): Promise<void> {
    if (busy) return;
    const before = tasksNow();
    setBusy(true);
    try {
      const { changed, sameIds, deletedIds, left } = await send([{ change: wanted, taskIds: [...taskIds] }], before);
      const count = changed.length + deletedIds.length;
      const back = inverseOf(before, changed);
      const action = { label: "Undo", onClick: () => void undo(back, changed) };
      const same = sameIds.length;
      const already = same === 0 ? "" : same === 1 ? ", 1 was so before" : `, ${same} were so before`;
      if (count > 0) {
        toast.success(`${countOf(count)} ${did}${already}`, back.length > 0 ? { action, duration: 10_000 } : {});
      } else if (left.length === 0) toast("Nothing was to be changed: they were so before");
      setPartly(left.length > 0 ? { changed: count, same, left } : null);
    } catch (error) {
      toastError(taskIds.length > MOST ? "Not all of it was done" : "Nothing was changed", error);
    } finally {
      setBusy(false);
    }
  }

  /** What somebody else changed since stays as they want it. */
  async function undo(requests: readonly BulkRequest[], changed: Outcome["changed"]): Promise<void> {
    const tasks = tasksNow();
    const untouched = new Set(changed.filter((task) => isAsLeft(task, tasks)).map(({ id }) => id));
    const mine = requests.map(({ change, taskIds }) => ({
      change,
      taskIds: taskIds.filter((id) => untouched.has(id)),
    }));
    try {
      const { changed: back, left } = await send(mine, tasks);
      const others = changed.length - untouched.size;
      if (back.length > 0) toast.success(`${countOf(back.length)} put back`);
      const reasons = byReason(left).map(({ reason, tasks: [first, ...more] }) =>
        more.length > 0 ? `${countOf(more.length + 1)}: ${reason}` : `“${named(first?.title ?? "")}”: ${reason}`,
      );
      if (others > 0) reasons.push(`${countOf(others)} changed since.`);
      if (reasons.length > 0) toastError(`${countOf(left.length + others)} not put back`, new Error(reasons.join(" ")));
    } catch (error) {
      toast.error("The change stays", { description: errorMessage(error) });
    }
  }

  return { busy, change, partly, forget: () => setPartly(null) };
}

export type BulkChanger = ReturnType<typeof useBulkChange>;

function inParts({ change, taskIds }: BulkRequest): { change: BulkChange; task_ids: string[] }[] {
  const parts = Array.from({ length: Math.ceil(taskIds.length / MOST) }, (_, part) => part * MOST);
  return parts.map((from) => ({ change, task_ids: taskIds.slice(from, from + MOST) }));
}
