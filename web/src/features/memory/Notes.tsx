import { StickyNote } from "lucide-react";
import { useEffect, useState } from "react";
import type { MemoryPlace } from "@/lib/live/memory";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { ReadsOnly } from "../people/Writing";
import { MarkdownField } from "../tasks/MarkdownField";
import { EntryItem } from "./EntryItem";
import { useMayWriteIn } from "./place";
import { useNotes, useRemember } from "./queries";

/** What was kept: narrowed by a tag, added to, deleted from. */
export function Notes({ place, at }: { place: MemoryPlace; at?: string }) {
  const [tag, setTag] = useState<string>();
  const mayWrite = useMayWriteIn(place);
  return (
    <section
      aria-label="Notes"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
      tabIndex={0}
      className="flex min-h-0 flex-1 flex-col gap-6 overflow-y-auto overscroll-contain p-4"
    >
      {mayWrite ? <NewNote place={place} /> : <ReadsOnly boardId={place.id} />}
      {tag && (
        <p className="flex items-center gap-2 text-muted">
          Notes with #{tag}
          <Button size="sm" onClick={() => setTag(undefined)}>
            Show all
          </Button>
        </p>
      )}
      <NoteList place={place} tag={tag} onTag={setTag} at={at} />
    </section>
  );
}

interface ListProps {
  place: MemoryPlace;
  tag: string | undefined;
  onTag: (tag: string) => void;
  at: string | undefined;
}

function NoteList({ place, tag, onTag, at }: ListProps) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useNotes(place, tag);
  const isFurther = at !== undefined && data?.pages.every(({ items }) => items.every(({ id }) => id !== at));
  useEffect(() => {
    if (isFurther && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [isFurther, hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (error && !data) return <ErrorState title="The notes could not be loaded" error={error} onRetry={refetch} />;
  if (!data) {
    return (
      <Loading label="Loading the notes" className="flex flex-col gap-3">
        <Skeleton className="h-16" />
        <Skeleton className="h-16" />
      </Loading>
    );
  }
  const notes = data.pages.flatMap(({ items }) => items);
  if (notes.length === 0) {
    return (
      <EmptyState icon={StickyNote} title={tag ? `No note has #${tag}` : "No notes yet"}>
        Agents read the notes of their {place.kind}: decisions, plans and what the next one has to know belong here.
      </EmptyState>
    );
  }
  return (
    <>
      <ol className="flex flex-col gap-5">
        {notes.map((entry) => (
          <EntryItem key={entry.id} place={place} entry={entry} onTag={onTag} pointedTo={entry.id === at} />
        ))}
      </ol>
      {hasNextPage && (
        <Button className="self-center" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show older notes
        </Button>
      )}
    </>
  );
}

function NewNote({ place }: { place: MemoryPlace }) {
  const [content, setContent] = useState("");
  const [tags, setTags] = useState("");
  const remember = useRemember(place);
  function save() {
    if (!content.trim() || remember.isPending) return;
    const clear = () => {
      setContent("");
      setTags("");
    };
    void announce(remember.mutateAsync({ content, tags: tagsOf(tags) }, { onSuccess: clear }), {
      failed: "The note could not be kept",
    });
  }
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <MarkdownField label="New note" value={content} onChange={setContent} onSubmit={save} rows={2} />
      <Field label="Tags" hint="Separated by commas, as “decision, design”." optional>
        {(control) => <Input {...control} value={tags} onChange={({ target }) => setTags(target.value)} />}
      </Field>
      <Button type="submit" variant="primary" className="self-end" busy={remember.isPending} disabled={!content.trim()}>
        Keep
      </Button>
    </form>
  );
}

/** `chat` would make it a message: a note is a note. */
function tagsOf(text: string): string[] {
  return text
    .split(",")
    .map((tag) => tag.trim().replace(/^#/, ""))
    .filter((tag) => tag !== "" && tag !== "chat");
}
