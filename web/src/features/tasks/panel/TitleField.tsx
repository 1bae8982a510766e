import { type KeyboardEvent, useRef, useState } from "react";

interface Props {
  title: string;
  onSave: (title: string) => void;
}

/** The title is its own field: saved by Enter or by leaving it, given up by Escape. An empty one is not saved. */
export function TitleField({ title, onSave }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const givenUp = useRef(false);

  function leave() {
    const next = draft?.trim();
    if (next && next !== title && !givenUp.current) onSave(next);
    givenUp.current = false;
    setDraft(null);
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key !== "Enter" && (event.key !== "Escape" || draft === null)) return;
    event.preventDefault();
    givenUp.current = event.key === "Escape";
    event.currentTarget.blur();
    // The panel keeps the focus, so that the next Escape closes it.
    event.currentTarget.closest<HTMLElement>('[role="dialog"]')?.focus();
  }

  return (
    <textarea
      aria-label="Title"
      rows={1}
      data-own-escape={draft === null ? undefined : ""}
      value={draft ?? title}
      onChange={({ target }) => setDraft(target.value.replace(/\n/g, " "))}
      onBlur={leave}
      onKeyDown={onKeyDown}
      className="-mx-2 field-sizing-content resize-none rounded-md border border-transparent bg-transparent px-2 py-1 text-xl font-semibold tracking-tight hover:border-line-strong"
    />
  );
}
