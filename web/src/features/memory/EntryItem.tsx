import { Trash2 } from "lucide-react";
import { useState } from "react";
import type { MemoryEntry } from "@/lib/api/types";
import type { MemoryPlace } from "@/lib/live/memory";
import { POINTED_TO, useIntoView } from "@/lib/useIntoView";
import { Avatar } from "@/ui/Avatar";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { cn } from "@/ui/cn";
import { Markdown } from "@/ui/Markdown";
import { RelativeTime } from "@/ui/RelativeTime";
import { announce } from "@/ui/toast";
import { useMayWriteIn } from "./place";
import { useForget } from "./queries";

interface Props {
  place: MemoryPlace;
  entry: MemoryEntry;
  onTag?: (tag: string) => void;
  pointedTo?: boolean;
}

/** A message or a note. */
export function EntryItem({ place, entry, onTag, pointedTo = false }: Props) {
  const [asking, setAsking] = useState(false);
  const item = useIntoView<HTMLLIElement>(pointedTo);
  const mayWrite = useMayWriteIn(place);
  const forget = useForget(place);
  const what = entry.is_chat ? "message" : "note";
  const tags = (entry.tags ?? []).filter((tag) => tag !== "chat");
  const from = entry.source && entry.source !== entry.author_name ? entry.source : null;
  function remove() {
    void announce(forget.mutateAsync(entry.id), { failed: `The ${what} could not be deleted` });
    setAsking(false);
  }
  return (
    <li ref={item} className={cn("flex gap-2.5", pointedTo && POINTED_TO)}>
      <Avatar name={entry.author_name} />
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-x-2">
          <span className="truncate font-medium">{entry.author_name}</span>
          {entry.agent_id && <Badge>Agent</Badge>}
          <RelativeTime at={entry.created_at} className="shrink-0 text-sm text-muted" />
          {mayWrite && (
            <Button
              variant="ghost"
              size="icon-sm"
              className="ml-auto text-muted"
              aria-label={`Delete the ${what} of ${entry.author_name}`}
              onClick={() => setAsking(true)}
            >
              <Trash2 className="size-4" aria-hidden />
            </Button>
          )}
        </div>
        <Markdown text={entry.content} />
        {(tags.length > 0 || from) && (
          <div className="mt-1.5 flex flex-wrap items-center gap-1.5 text-sm text-muted">
            {tags.map((tag) => (
              <Button key={tag} size="sm" variant="ghost" disabled={!onTag} onClick={() => onTag?.(tag)}>
                #{tag}
              </Button>
            ))}
            {from && <span className="wrap-anywhere">from {from}</span>}
          </div>
        )}
      </div>
      <Confirm open={asking} onOpenChange={setAsking} title={`Delete this ${what}?`} action="Delete" onConfirm={remove}>
        Nothing of what it says is kept. Whoever has read it already still knows it.
      </Confirm>
    </li>
  );
}
