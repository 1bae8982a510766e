import { useEffect, useSyncExternalStore } from "react";
import type { MemoryEntry } from "@/lib/api/types";

const SEEN = "mc-chat-seen";
const seenKey = (placeId: string) => `${SEEN}-${placeId}`;

/** How much others have written since the chat was open last, in whichever tab; `open` says that it is now. */
export function useUnread(placeId: string, messages: readonly MemoryEntry[], myId: string | undefined, open: boolean) {
  const seen = useSyncExternalStore(subscribe, () => localStorage.getItem(seenKey(placeId)) ?? "");
  const newest = messages.at(-1)?.created_at ?? "";
  useEffect(() => {
    if (!open || newest <= seen) return;
    localStorage.setItem(seenKey(placeId), newest);
    window.dispatchEvent(new Event(SEEN));
  }, [placeId, open, newest, seen]);
  return messages.filter(({ created_at, user_id }) => created_at > seen && user_id !== myId).length;
}

/** Other tabs tell by `storage`, this one by an event of its own. */
function subscribe(onChange: () => void): () => void {
  for (const name of ["storage", SEEN]) window.addEventListener(name, onChange);
  return () => {
    for (const name of ["storage", SEEN]) window.removeEventListener(name, onChange);
  };
}
