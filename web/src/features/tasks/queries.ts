import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { ApiError } from "@/lib/api/errors";
import { readAll } from "@/lib/api/pages";
import type { BoardSnapshot, Tag, Task, TaskComment, TaskCreate, TaskExplanation, TaskUpdate } from "@/lib/api/types";
import { appendComment, patchTask, removeTask } from "@/lib/live/patch";
import { keys } from "@/lib/queryKeys";
import { ChangedMeanwhile, collides } from "./conflict";

const path = (boardId: string, taskId: string) => ({ path: { board_id: boardId, task_id: taskId } });

export function useTask(boardId: string, taskId: string) {
  const cache = useQueryClient();
  return useQuery<Task | null>({
    queryKey: keys.task(taskId),
    queryFn: ({ signal }) =>
      read(api.GET("/api/v1/boards/{board_id}/tasks/{task_id}", { params: path(boardId, taskId), signal })),
    // The board already knows the task: the panel opens filled.
    placeholderData: () =>
      cache.getQueryData<BoardSnapshot>(keys.snapshot(boardId))?.tasks.find((task) => task.id === taskId),
  });
}

/** Why the task is where it is, and which moves its rules allow to us now. */
export function explanationQuery(boardId: string, taskId: string) {
  return queryOptions({
    queryKey: keys.explanation(taskId),
    queryFn: ({ signal }): Promise<TaskExplanation> =>
      read(api.GET("/api/v1/boards/{board_id}/tasks/{task_id}/explain", { params: path(boardId, taskId), signal })),
    staleTime: 2_000,
  });
}

export function useCreateTask(boardId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: TaskCreate) =>
      read(api.POST("/api/v1/boards/{board_id}/tasks", { params: { path: { board_id: boardId } }, body })),
    onSuccess: (task) => patchTask(cache, task),
  });
}

export interface TaskChange {
  taskId: string;
  change: TaskUpdate;
  /** The task as it was when the edit began; left out where the last one who decides is right. */
  began?: Task;
}

/** Sends a change; one that collides with what somebody else did since it began raises ChangedMeanwhile. */
async function sendChange(boardId: string, wanted: TaskChange, known = wanted.began): Promise<Task> {
  const { taskId, change, began } = wanted;
  const header = known ? { "If-Match": `"${known.version}"` } : {};
  const params = { ...path(boardId, taskId), header };
  try {
    return await read(api.PATCH("/api/v1/boards/{board_id}/tasks/{task_id}", { params, body: change }));
  } catch (error) {
    if (!began || !(error instanceof ApiError) || error.code !== "stale_version") throw error;
    const now: Task = await read(
      api.GET("/api/v1/boards/{board_id}/tasks/{task_id}", { params: path(boardId, taskId) }),
    );
    if (collides(change, began, now)) throw new ChangedMeanwhile(now);
    return sendChange(boardId, wanted, now);
  }
}

/** Shows the change at once; a refusal puts back what was there. */
export function useUpdateTask(boardId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (wanted: TaskChange) => sendChange(boardId, wanted),
    onMutate: ({ taskId, change }) => {
      const before = currentTask(cache, boardId, taskId);
      if (before) patchTask(cache, { ...before, ...visibleAtOnce(change, before, cache.getQueryData(keys.tags)) });
      return { before };
    },
    onError: (error, _change, kept) => {
      const shown = error instanceof ChangedMeanwhile ? error.now : kept?.before;
      if (shown) patchTask(cache, shown);
    },
    onSuccess: (task) => {
      patchTask(cache, task);
      void cache.invalidateQueries({ queryKey: keys.explanations });
    },
  });
}

/** A status brings its own reason, which only the server knows: the old one must not stand beside the new status. */
function visibleAtOnce({ comment: _comment, ...change }: TaskUpdate, before: Task, known: Tag[] = []): Partial<Task> {
  const { tag_ids, custom_field_values: values } = change;
  const tags = [...before.tags, ...known];
  return {
    ...(change as Partial<Task>),
    ...(change.status && { status_reason: null }),
    ...(tag_ids && { tags: tag_ids.flatMap((id) => tags.find((tag) => tag.id === id) ?? []) }),
    ...(values && { custom_field_values: { ...before.custom_field_values, ...values } }),
  };
}

export function useDeleteTask(boardId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (taskId: string) =>
      read(api.DELETE("/api/v1/boards/{board_id}/tasks/{task_id}", { params: path(boardId, taskId) })),
    onSuccess: (_answer, taskId) => removeTask(cache, boardId, taskId),
  });
}

/** Takes a task back from the agent that holds it. */
export function useReleaseTask(boardId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (taskId: string) =>
      read(api.POST("/api/v1/boards/{board_id}/tasks/{task_id}/release", { params: path(boardId, taskId), body: {} })),
    onSuccess: (task) => {
      patchTask(cache, task);
      void cache.invalidateQueries({ queryKey: keys.explanations });
    },
  });
}

export function useComments(boardId: string, taskId: string) {
  return useQuery({
    queryKey: keys.comments(taskId),
    queryFn: ({ signal }): Promise<TaskComment[]> =>
      readAll((query) =>
        read(
          api.GET("/api/v1/boards/{board_id}/tasks/{task_id}/comments", {
            params: { ...path(boardId, taskId), query },
            signal,
          }),
        ),
      ),
  });
}

export function usePostComment(boardId: string, taskId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (message: string) =>
      read(
        api.POST("/api/v1/boards/{board_id}/tasks/{task_id}/comments", {
          params: path(boardId, taskId),
          body: { message },
        }),
      ),
    onSuccess: (comment) => {
      const task = currentTask(cache, boardId, taskId);
      const added = appendComment(cache, taskId, comment);
      if (added && task) patchTask(cache, { ...task, comments_count: task.comments_count + 1 });
    },
  });
}

function currentTask(
  cache: ReturnType<typeof useQueryClient>,
  boardId: string,
  taskId: string,
): Task | null | undefined {
  const board = cache.getQueryData<BoardSnapshot>(keys.snapshot(boardId));
  return cache.getQueryData<Task>(keys.task(taskId)) ?? board?.tasks.find((task) => task.id === taskId);
}
