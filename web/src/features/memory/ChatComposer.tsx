import { type KeyboardEvent, useId, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Button } from "@/ui/Button";
import { cn } from "@/ui/cn";
import { Textarea } from "@/ui/Input";
import { announce } from "@/ui/toast";
import { commandOf, unheard } from "./commands";
import { callable, completed, type Mention, mentionAt } from "./mentions";
import type { NamedPlace } from "./place";
import { useRemember } from "./queries";
import { UnheardCommand } from "./UnheardCommand";
import { useObeyed } from "./useObeyed";

/** Half-written messages survive that the panel is closed. */
const drafts = new Map<string, string>();

/** Enter sends, Shift with Enter begins a line; `@` offers whom to call. */
export function ChatComposer({ place }: { place: NamedPlace }) {
  const [text, setText] = useState(() => drafts.get(place.id) ?? "");
  const [mention, setMention] = useState<Mention | null>(null);
  const [chosen, setChosen] = useState(0);
  /** What looks like a command and is none here. */
  const [doubted, setDoubted] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const remember = useRemember(place);
  const obeyed = useObeyed(place);
  const words = mention ? callable(place.agentNames, mention.typed) : [];

  function change(next: string, cursor: number) {
    setText(next);
    drafts.set(place.id, next);
    setMention(mentionAt(next, cursor));
    setChosen(0);
  }
  function choose(word: string | undefined) {
    if (!mention || !word) return;
    const next = completed(text, mention, word);
    // At once, so that the cursor has a place behind the name, also when something is written after it.
    flushSync(() => change(next, 0));
    const cursor = mention.start + word.length + 2;
    field.current?.focus();
    field.current?.setSelectionRange(cursor, cursor);
  }
  async function post() {
    const content = text.trim();
    const command = place.kind === "board" ? commandOf(content) : null;
    const sent = remember.mutateAsync({ content, tags: ["chat"] }).then(() => change("", 0));
    if ((await announce(sent, { failed: "The message could not be sent" })) && command) obeyed(command);
  }
  function send() {
    if (!text.trim() || remember.isPending) return;
    const word = unheard(place.kind, text);
    if (word) setDoubted(word);
    else void post();
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const act = words.length > 0 ? completing[event.key] : undefined;
    if (act) act();
    else if (event.key === "Enter" && !event.shiftKey) send();
    else return;
    event.preventDefault();
  }
  const completing: Record<string, () => void> = {
    ArrowDown: () => setChosen((chosen + 1) % words.length),
    ArrowUp: () => setChosen((chosen + words.length - 1) % words.length),
    Enter: () => choose(words[chosen]),
    Tab: () => choose(words[chosen]),
    Escape: () => setMention(null),
  };
  return (
    <form
      className="relative flex items-end gap-2 border-t p-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {words.length > 0 && (
        <div
          id={list}
          role="listbox"
          aria-label="Whom to call"
          className="absolute bottom-full left-3 mb-1 max-h-60 min-w-40 overflow-y-auto rounded-md border bg-raised p-1 shadow-float"
        >
          {words.map((word, index) => (
            <div
              key={word}
              id={`${list}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              className={cn("cursor-pointer rounded px-2 py-1", index === chosen && "bg-hover")}
              onMouseDown={(event) => {
                event.preventDefault();
                choose(word);
              }}
            >
              @{word}
            </div>
          ))}
        </div>
      )}
      <Textarea
        ref={field}
        aria-label="Message"
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={words.length > 0 ? list : undefined}
        aria-activedescendant={words.length > 0 ? `${list}-${chosen}` : undefined}
        data-own-escape={words.length > 0 ? "" : undefined}
        placeholder={`Message to the ${place.kind}, @ calls an agent`}
        className="min-h-10 flex-1"
        rows={2}
        value={text}
        onChange={({ target }) => change(target.value, target.selectionStart)}
        onKeyDown={onKeyDown}
      />
      <Button type="submit" variant="primary" busy={remember.isPending} disabled={!text.trim()}>
        Send
      </Button>
      <UnheardCommand word={doubted} kind={place.kind} onClose={() => setDoubted(null)} onSend={() => void post()} />
    </form>
  );
}
