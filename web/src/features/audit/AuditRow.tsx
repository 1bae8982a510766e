import type { AuditEvent } from "@/lib/api/types";
import { cn } from "@/ui/cn";
import { RelativeTime } from "@/ui/RelativeTime";
import { Sentence } from "@/ui/Sentence";
import { iconOf, labelOf } from "../activity/eventTypes";
import { inPlainWords } from "../activity/words";

/** One line of the log; the button is the row, so that j, k and Enter work on it. */
export function AuditRow({ event, onOpen }: { event: AuditEvent; onOpen: () => void }) {
  const { icon: Icon, color } = iconOf(event.event_type);
  const beside = [actorName(event), labelOf(event.event_type), event.board_name, event.address].filter(Boolean);
  return (
    <li>
      <button
        type="button"
        data-row
        onClick={onOpen}
        className="flex w-full gap-3 px-3 py-2.5 text-left -outline-offset-2 hover:bg-hover sm:px-4"
      >
        <Icon className={cn("mt-0.5 size-4 shrink-0", color)} aria-hidden />
        <span className="min-w-0 flex-1">
          <span className="line-clamp-2 wrap-anywhere">
            <Sentence text={inPlainWords(event.message)} />
          </span>
          <span className="block text-sm wrap-anywhere text-muted">{beside.join(" · ")}</span>
        </span>
        <RelativeTime at={event.created_at} className="shrink-0 text-sm text-muted" />
      </button>
    </li>
  );
}

export function actorName({ actor }: AuditEvent): string {
  return actor.kind === "system" ? "Mission Control" : (actor.name ?? "Someone");
}
