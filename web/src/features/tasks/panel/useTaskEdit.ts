import type { TaskUpdate } from "@/lib/api/types";
import { toastError } from "@/ui/toast";
import { useUpdateTask } from "../queries";

export type Save = (change: TaskUpdate, what: string) => void;

/** Saves one field at a time: shown at once, put back with the reason when the server refuses. */
export function useTaskEdit(boardId: string, taskId: string): Save {
  const update = useUpdateTask(boardId);
  return (change, what) =>
    update.mutate({ taskId, change }, { onError: (error) => toastError(`The ${what} could not be changed`, error) });
}
