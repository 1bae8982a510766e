import { useEffect, useState } from "react";
import type { Task } from "@/lib/api/types";
import { keepUnsaved } from "./unsaved";
import type { Saved } from "./useTaskEdit";

interface Kept {
  text: string;
  /** What it was when the edit began, to notice that somebody else changed it meanwhile. */
  base: string;
  began: Task;
}

type Send = (text: string, began: Task) => Promise<Saved>;

/** A text of a task while it is edited. It is kept until it is saved or given up, whatever others do meanwhile. */
export function useDraft(task: Task, what: string, present: string) {
  const [kept, setKept] = useState<Kept | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => keepUnsaved(task.id, what, kept?.text ?? null), [task.id, what, kept?.text]);

  async function submit(send: Send, began = kept?.began): Promise<Saved> {
    if (!kept || !began || busy) return "refused";
    setBusy(true);
    const result = await send(kept.text, began);
    setBusy(false);
    if (result === "saved") setKept((now) => (now?.text === kept.text ? null : now));
    return result;
  }

  return {
    text: kept?.text ?? present,
    isOpen: kept !== null,
    busy,
    /** What somebody else made of it since the edit began; null when nobody did. */
    theirs: kept && !busy && present !== kept.base && present !== kept.text.trim() ? present : null,
    write: (text: string) => setKept((old) => ({ text, base: old?.base ?? present, began: old?.began ?? task })),
    drop: () => setKept(null),
    submit,
    /** Knowing what they wrote. */
    replaceTheirs: (send: Send) => submit(send, task),
  };
}
