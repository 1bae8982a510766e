import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { readAll } from "@/lib/api/pages";
import type { BoardGroup, BoardGroupCreate, BoardGroupSnapshot, BoardGroupUpdate, Pace } from "@/lib/api/types";
import { patchBoard, patchGroup, removeGroup } from "@/lib/live/patch";
import { keys } from "@/lib/queryKeys";

const TASKS_OF_A_BOARD = 5;

export const groupsQuery = queryOptions({
  queryKey: keys.groups,
  queryFn: ({ signal }): Promise<BoardGroup[]> =>
    readAll((query) => read(api.GET("/api/v1/board-groups", { params: { query }, signal }))),
});

export function groupSnapshotQuery(groupId: string) {
  return queryOptions({
    queryKey: keys.groupSnapshot(groupId),
    queryFn: ({ signal }): Promise<BoardGroupSnapshot | null> =>
      read(
        api.GET("/api/v1/board-groups/{group_id}/snapshot", {
          params: { path: { group_id: groupId }, query: { per_board_task_limit: TASKS_OF_A_BOARD } },
          signal,
        }),
      ),
  });
}

export function useGroups() {
  return useQuery(groupsQuery);
}

export function useGroupSnapshot(groupId: string) {
  return useQuery(groupSnapshotQuery(groupId));
}

export function useCreateGroup() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: BoardGroupCreate) => read(api.POST("/api/v1/board-groups", { body })),
    onSuccess: (group) => patchGroup(cache, group),
  });
}

export function useUpdateGroup(groupId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: BoardGroupUpdate) =>
      read(api.PATCH("/api/v1/board-groups/{group_id}", { params: { path: { group_id: groupId } }, body })),
    onSuccess: (group) => patchGroup(cache, group),
  });
}

export function useDeleteGroup(groupId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => read(api.DELETE("/api/v1/board-groups/{group_id}", { params: { path: { group_id: groupId } } })),
    onSuccess: () => removeGroup(cache, groupId),
  });
}

/** Puts a board into a group, or takes it out of the one that it is in. */
export function useMoveBoard() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ boardId, groupId }: { boardId: string; groupId: string | null }) =>
      read(
        api.PATCH("/api/v1/boards/{board_id}", {
          params: { path: { board_id: boardId } },
          body: { board_group_id: groupId },
        }),
      ),
    onSuccess: (board) => patchBoard(cache, board),
  });
}

export function useSetPace(groupId: string) {
  return useMutation({
    mutationFn: (body: Pace) =>
      read(api.POST("/api/v1/board-groups/{group_id}/heartbeat", { params: { path: { group_id: groupId } }, body })),
  });
}
