import { type KeyboardEvent, useRef } from "react";
import type { Task } from "@/lib/api/types";
import { ChangedNotice } from "./ChangedNotice";
import { useDraft } from "./useDraft";
import type { Saved } from "./useTaskEdit";

interface Props {
  task: Task;
  onSave: (title: string, began: Task) => Promise<Saved>;
}

/** The title is its own field: saved by Enter or by leaving it, given up by Escape. An empty one is not saved. */
export function TitleField({ task, onSave }: Props) {
  const draft = useDraft(task, "Title", task.title);
  const givenUp = useRef(false);
  const send = (text: string, began: Task) => onSave(text.trim(), began);

  async function leave() {
    const next = draft.text.trim();
    const stays = givenUp.current || !next || (next === task.title && draft.theirs === null);
    givenUp.current = false;
    if (stays) draft.drop();
    else if (draft.theirs === null && (await draft.submit(send)) === "refused") draft.drop();
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key !== "Enter" && (event.key !== "Escape" || !draft.isOpen)) return;
    event.preventDefault();
    givenUp.current = event.key === "Escape";
    event.currentTarget.blur();
    // The panel keeps the focus, so that the next Escape closes it.
    event.currentTarget.closest<HTMLElement>('[role="dialog"]')?.focus();
  }

  return (
    <>
      <textarea
        aria-label="Title"
        placeholder="Untitled"
        rows={1}
        data-own-escape={draft.isOpen ? "" : undefined}
        value={draft.text}
        onChange={({ target }) => draft.write(target.value.replace(/\n/g, " "))}
        onBlur={() => void leave()}
        onKeyDown={onKeyDown}
        className="-mx-2 field-sizing-content resize-none rounded-md border border-transparent bg-transparent px-2 py-1 text-xl font-semibold tracking-tight hover:border-line-strong"
      />
      {draft.theirs !== null && (
        <ChangedNotice
          what="title"
          theirs={draft.theirs}
          onTake={draft.drop}
          onReplace={() => void draft.replaceTheirs(send)}
        />
      )}
    </>
  );
}
