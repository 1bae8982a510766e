import type { Task, TaskUpdate } from "@/lib/api/types";
import { toastError } from "@/ui/toast";
import { ChangedMeanwhile } from "../conflict";
import { useUpdateTask } from "../queries";

/** "changed" when somebody else has changed the same field since the edit began: nothing was sent. */
export type Saved = "saved" | "changed" | "refused";

/** With `began`, the task as it was then, nothing that others have written since is overwritten unseen. */
export type Save = (change: TaskUpdate, what: string, began?: Task) => Promise<Saved>;

/** Saves one field at a time: shown at once, put back with the reason when the server refuses. */
export function useTaskEdit(boardId: string, taskId: string): Save {
  const update = useUpdateTask(boardId);
  return async (change, what, began) => {
    try {
      await update.mutateAsync({ taskId, change, began });
      return "saved";
    } catch (error) {
      if (error instanceof ChangedMeanwhile) return "changed";
      toastError(`The ${what} could not be changed`, error);
      return "refused";
    }
  };
}
