import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { nextCursor } from "@/lib/api/pages";
import type { MemoryCreate, MemoryEntry, Page } from "@/lib/api/types";
import { appendMessage, type MemoryPlace, removeMemory } from "@/lib/live/memory";
import { keys } from "@/lib/queryKeys";

const SIZE = 50;
const NEWEST_MESSAGES = 200;

interface Wanted {
  is_chat: boolean;
  tag?: string;
  limit: number;
  cursor?: string;
}

function list({ kind, id }: MemoryPlace, query: Wanted, signal: AbortSignal): Promise<Page<MemoryEntry>> {
  return kind === "board"
    ? read(api.GET("/api/v1/boards/{board_id}/memory", { params: { path: { board_id: id }, query }, signal }))
    : read(api.GET("/api/v1/board-groups/{group_id}/memory", { params: { path: { group_id: id }, query }, signal }));
}

/** The notes of a board or a group, newest first. */
export function useNotes(place: MemoryPlace, tag: string | undefined) {
  return useInfiniteQuery({
    queryKey: keys.notes(place.id, tag),
    queryFn: ({ pageParam, signal }) => list(place, { is_chat: false, tag, limit: SIZE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextCursor,
  });
}

/** The newest messages of a group, oldest first; those of a board come with the board itself. */
export function useGroupMessages(groupId: string) {
  return useQuery({
    queryKey: keys.groupMessages(groupId),
    queryFn: async ({ signal }) => {
      const newest = await list({ kind: "group", id: groupId }, { is_chat: true, limit: NEWEST_MESSAGES }, signal);
      return newest.items.toReversed();
    },
  });
}

export function useRemember({ kind, id }: MemoryPlace) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: MemoryCreate): Promise<MemoryEntry> =>
      kind === "board"
        ? read(api.POST("/api/v1/boards/{board_id}/memory", { params: { path: { board_id: id } }, body }))
        : read(api.POST("/api/v1/board-groups/{group_id}/memory", { params: { path: { group_id: id } }, body })),
    onSuccess: (entry) => {
      if (entry.is_chat) appendMessage(cache, entry);
      else void cache.invalidateQueries({ queryKey: keys.allNotes(id) });
    },
  });
}

export function useForget(place: MemoryPlace) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (memoryId: string) =>
      place.kind === "board"
        ? read(
            api.DELETE("/api/v1/boards/{board_id}/memory/{memory_id}", {
              params: { path: { board_id: place.id, memory_id: memoryId } },
            }),
          )
        : read(
            api.DELETE("/api/v1/board-groups/{group_id}/memory/{group_memory_id}", {
              params: { path: { group_id: place.id, group_memory_id: memoryId } },
            }),
          ),
    onSuccess: (_answer, memoryId) => removeMemory(cache, place, memoryId),
  });
}
