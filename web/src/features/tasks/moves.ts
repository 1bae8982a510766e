import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "@/lib/api/errors";
import type { TaskCard, TaskStatus } from "@/lib/api/types";
import { named } from "@/lib/named";
import { toastError } from "@/ui/toast";
import { explanationQuery, useUpdateTask } from "./queries";
import { refusal, sentenceOf, wantsComment } from "./refusals";
import { STATUS } from "./StatusBadge";
import { useWayOut } from "./useWayOut";

type Movable = Pick<TaskCard, "id" | "title" | "status">;

interface PendingComment {
  task: Movable;
  to: TaskStatus;
}

/**
 * Every way of moving a task (drag, keyboard, menu, panel) goes through here: asks the rules first, moves at once,
 * rolls back with the reason when the server refuses, offers what would help, and asks for a comment where a rule wants
 * one.
 */
export function useMoveTask(boardId: string) {
  const cache = useQueryClient();
  const wayOut = useWayOut(boardId);
  const update = useUpdateTask(boardId);
  const [pending, setPending] = useState<PendingComment | null>(null);

  async function move(task: Movable, to: TaskStatus): Promise<void> {
    if (task.status === to) return;
    const explanation = await cache.fetchQuery(explanationQuery(boardId, task.id)).catch(() => undefined);
    const refused = refusal(explanation, to);
    if (refused && wantsComment(refused.code)) setPending({ task, to });
    else if (refused) sayRefused(task, to, sentenceOf(refused), refused.code);
    else await change(task, to);
  }

  async function change(task: Movable, to: TaskStatus, comment?: string): Promise<void> {
    try {
      const after = await update.mutateAsync({ taskId: task.id, change: { status: to, ...(comment && { comment }) } });
      if (after.status !== to) sayRefused(task, to, after.status_reason, null);
    } catch (error) {
      if (error instanceof ApiError && wantsComment(error.code)) setPending({ task, to });
      else {
        const code = error instanceof ApiError ? error.code : null;
        const help = wayOut(task, code, (other) => move(task, other));
        toastError(`“${named(task.title)}” stays in ${STATUS[task.status].label}`, error, help);
      }
    }
  }

  function sayRefused(task: Movable, to: TaskStatus, reason: string | null, code: string | null): void {
    const why = new Error(reason ?? "A rule of this board forbids it.");
    toastError(
      `“${named(task.title)}” cannot go to ${STATUS[to].label}`,
      why,
      wayOut(task, code, (other) => move(task, other)),
    );
  }

  return {
    move,
    pending,
    cancelComment: () => setPending(null),
    sendWithComment: async (comment: string) => {
      if (!pending) return;
      setPending(null);
      await change(pending.task, pending.to, comment);
    },
  };
}
