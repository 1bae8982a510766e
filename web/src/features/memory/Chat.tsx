import { useEffect, useRef } from "react";
import type { MemoryEntry } from "@/lib/api/types";
import { ReadsOnly } from "../people/Writing";
import { ChatComposer } from "./ChatComposer";
import { EntryItem } from "./EntryItem";
import type { NamedPlace } from "./place";
import { useMayWriteIn } from "./place";

interface Props {
  place: NamedPlace;
  messages: readonly MemoryEntry[];
  at?: string;
}

/** The newest messages; it stays at the end while messages come. */
export function Chat({ place, messages, at }: Props) {
  const mayWrite = useMayWriteIn(place);
  const end = useRef<HTMLDivElement>(null);
  const isOlder = at !== undefined && !messages.some(({ id }) => id === at);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when a message was added
  useEffect(() => {
    if (!at || isOlder) end.current?.scrollIntoView({ block: "end" });
  }, [messages.length]);
  return (
    <>
      <section
        aria-label="Messages"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-4"
      >
        {messages.length === 0 && (
          <p className="text-muted">
            Nothing has been said yet. A message is for{" "}
            {place.kind === "board" ? "the lead of this board" : "the leads of this group’s boards"}; @ and a name calls
            one agent, @all everybody{place.kind === "group" && " on the boards that you may write to"}.
            {place.kind === "board" && " /pause stops the agents of this board, and /resume lets them go on."}
          </p>
        )}
        {isOlder && (
          <p role="status" className="mb-4 rounded-md border bg-sunken px-3 py-2 text-muted">
            The message that you look for was deleted, or is older than the {messages.length} that are shown.
          </p>
        )}
        <ol className="flex flex-col gap-4" aria-live="polite" aria-relevant="additions">
          {messages.map((entry) => (
            <EntryItem key={entry.id} place={place} entry={entry} pointedTo={entry.id === at} />
          ))}
        </ol>
        <div ref={end} />
      </section>
      {mayWrite ? <ChatComposer place={place} /> : <ReadsOnly boardId={place.id} className="m-3" />}
    </>
  );
}
