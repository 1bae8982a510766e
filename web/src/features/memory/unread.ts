import { useEffect, useState } from "react";
import type { MemoryEntry } from "@/lib/api/types";

const seenKey = (boardId: string) => `mc-chat-seen-${boardId}`;

/** Whether somebody else has written since the chat was open last; `open` says that it is now. */
export function useUnread(boardId: string, messages: readonly MemoryEntry[], myId: string | undefined, open: boolean) {
  const [seen, setSeen] = useState(() => localStorage.getItem(seenKey(boardId)) ?? "");
  const newest = messages.at(-1)?.created_at ?? "";
  useEffect(() => {
    if (!open || newest <= seen) return;
    localStorage.setItem(seenKey(boardId), newest);
    setSeen(newest);
  }, [boardId, open, newest, seen]);
  return messages.filter(({ created_at, user_id }) => created_at > seen && user_id !== myId).length;
}
