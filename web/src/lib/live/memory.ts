/** The chat lives in the board's snapshot; notes are pages, which are fetched again while they are on screen. */
import type { QueryClient } from "@tanstack/react-query";
import type { BoardSnapshot, MemoryEntry } from "@/lib/api/types";
import { keys } from "@/lib/queryKeys";
import type { LiveEvent } from "./events";

export function applyMemory(cache: QueryClient, event: LiveEvent): void {
  const { board_id: boardId, memory, payload } = event;
  if (!boardId) return;
  if (event.type === "memory.deleted") removeMemory(cache, boardId, String(payload.memory_id));
  else if (memory?.is_chat) appendMessage(cache, memory);
  else void cache.invalidateQueries({ queryKey: keys.allNotes(boardId), refetchType: "active" });
}

export function appendMessage(cache: QueryClient, message: MemoryEntry): void {
  patch(cache, message.board_id, (messages) =>
    messages.some(({ id }) => id === message.id) ? messages : [...messages, message],
  );
}

export function removeMemory(cache: QueryClient, boardId: string, memoryId: string): void {
  patch(cache, boardId, (messages) => messages.filter(({ id }) => id !== memoryId));
  void cache.invalidateQueries({ queryKey: keys.allNotes(boardId), refetchType: "active" });
}

function patch(cache: QueryClient, boardId: string, change: (messages: MemoryEntry[]) => MemoryEntry[]): void {
  cache.setQueryData<BoardSnapshot | null>(keys.snapshot(boardId), (old) =>
    old ? { ...old, chat_messages: change(old.chat_messages) } : old,
  );
}
