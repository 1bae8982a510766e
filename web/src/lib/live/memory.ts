/** A board's chat lives in its snapshot, a group's is a list of its own; notes are pages, fetched again while they are on screen. */
import type { QueryClient } from "@tanstack/react-query";
import type { BoardMemoryEntry, BoardSnapshot, MemoryEntry } from "@/lib/api/types";
import { keys } from "@/lib/queryKeys";
import type { LiveEvent } from "./events";

/** Where something is kept and said. */
export interface MemoryPlace {
  kind: "board" | "group";
  id: string;
}

export function applyMemory(cache: QueryClient, event: LiveEvent): void {
  if (event.board_id) apply(cache, { kind: "board", id: event.board_id }, event);
}

export function applyGroupMemory(cache: QueryClient, event: LiveEvent): void {
  apply(cache, { kind: "group", id: String(event.payload.board_group_id) }, event);
}

function apply(cache: QueryClient, place: MemoryPlace, { type, memory, payload }: LiveEvent): void {
  if (type.endsWith(".deleted")) removeMemory(cache, place, String(payload.memory_id));
  else if (memory?.is_chat) appendMessage(cache, memory);
  else refetchNotes(cache, place.id);
}

export function appendMessage(cache: QueryClient, message: MemoryEntry): void {
  const append = <Entry extends MemoryEntry>(messages: Entry[], entry: Entry) =>
    messages.some(({ id }) => id === entry.id) ? messages : [...messages, entry];
  if ("board_id" in message) patchChat(cache, message.board_id, (messages) => append(messages, message));
  else patchGroupChat(cache, message.board_group_id, (messages) => append(messages, message));
}

export function removeMemory(cache: QueryClient, place: MemoryPlace, memoryId: string): void {
  const remove = <Entry extends MemoryEntry>(messages: Entry[]) => messages.filter(({ id }) => id !== memoryId);
  if (place.kind === "board") patchChat(cache, place.id, remove);
  else patchGroupChat(cache, place.id, remove);
  refetchNotes(cache, place.id);
}

function refetchNotes(cache: QueryClient, placeId: string): void {
  void cache.invalidateQueries({ queryKey: keys.allNotes(placeId), refetchType: "active" });
}

function patchChat(cache: QueryClient, boardId: string, change: (messages: BoardMemoryEntry[]) => BoardMemoryEntry[]) {
  cache.setQueryData<BoardSnapshot | null>(keys.snapshot(boardId), (old) =>
    old ? { ...old, chat_messages: change(old.chat_messages) } : old,
  );
}

function patchGroupChat(cache: QueryClient, groupId: string, change: (messages: MemoryEntry[]) => MemoryEntry[]) {
  cache.setQueryData<MemoryEntry[]>(keys.groupMessages(groupId), (old) => old && change(old));
}
