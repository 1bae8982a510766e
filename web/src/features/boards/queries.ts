import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { readAll } from "@/lib/api/pages";
import type { Board, BoardCreate, BoardSnapshot, BoardUpdate } from "@/lib/api/types";
import { patchBoard, removeBoard } from "@/lib/live/patch";
import { named } from "@/lib/named";
import { keys } from "@/lib/queryKeys";

export const boardsQuery = queryOptions({
  queryKey: keys.boards,
  queryFn: ({ signal }): Promise<Board[]> =>
    readAll((query) => read(api.GET("/api/v1/boards", { params: { query }, signal }))),
});

/** The whole board in one answer; null once the stream said that it was deleted. */
export function snapshotQuery(boardId: string) {
  return queryOptions({
    queryKey: keys.snapshot(boardId),
    queryFn: ({ signal }): Promise<BoardSnapshot | null> =>
      read(api.GET("/api/v1/boards/{board_id}/snapshot", { params: { path: { board_id: boardId } }, signal })),
  });
}

export function useBoards() {
  return useQuery(boardsQuery);
}

export function useSnapshot(boardId: string) {
  return useQuery(snapshotQuery(boardId));
}

export function useBoardNames(): Map<string, string> {
  const { data } = useBoards();
  return new Map(data?.map((board) => [board.id, named(board.name)]));
}

export function useCreateBoard() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: BoardCreate) => read(api.POST("/api/v1/boards", { body })),
    onSuccess: (board) => patchBoard(cache, board),
  });
}

export function useUpdateBoard(boardId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: BoardUpdate) =>
      read(api.PATCH("/api/v1/boards/{board_id}", { params: { path: { board_id: boardId } }, body })),
    onSuccess: (board) => patchBoard(cache, board),
  });
}

export function useDeleteBoard(boardId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => read(api.DELETE("/api/v1/boards/{board_id}", { params: { path: { board_id: boardId } } })),
    onSuccess: () => removeBoard(cache, boardId),
  });
}
