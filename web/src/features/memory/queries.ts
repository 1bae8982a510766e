import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import type { MemoryCreate, MemoryEntry, Page } from "@/lib/api/types";
import { appendMessage, removeMemory } from "@/lib/live/memory";
import { keys } from "@/lib/queryKeys";

const SIZE = 50;
const path = (boardId: string) => ({ path: { board_id: boardId } });

/** The notes of a board, newest first; the chat comes with the board itself. */
export function useNotes(boardId: string, tag: string | undefined) {
  return useInfiniteQuery({
    queryKey: keys.notes(boardId, tag),
    queryFn: ({ pageParam, signal }): Promise<Page<MemoryEntry>> =>
      read(
        api.GET("/api/v1/boards/{board_id}/memory", {
          params: { ...path(boardId), query: { is_chat: false, tag, limit: SIZE, offset: pageParam } },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: ({ items, offset, total }) =>
      items.length > 0 && offset + items.length < total ? offset + items.length : undefined,
  });
}

export function useRemember(boardId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: MemoryCreate) =>
      read(api.POST("/api/v1/boards/{board_id}/memory", { params: path(boardId), body })),
    onSuccess: (entry) => {
      if (entry.is_chat) appendMessage(cache, entry);
      else void cache.invalidateQueries({ queryKey: keys.allNotes(boardId) });
    },
  });
}

export function useForget(boardId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (memoryId: string) =>
      read(
        api.DELETE("/api/v1/boards/{board_id}/memory/{memory_id}", {
          params: { path: { board_id: boardId, memory_id: memoryId } },
        }),
      ),
    onSuccess: (_answer, memoryId) => removeMemory(cache, boardId, memoryId),
  });
}
