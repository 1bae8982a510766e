import { Link } from "@tanstack/react-router";
import { memo, type ReactNode } from "react";
import type { ActivityEvent } from "@/lib/api/types";
import { cn } from "@/ui/cn";
import { RelativeTime } from "@/ui/RelativeTime";
import { Sentence } from "@/ui/Sentence";
import { iconOf } from "./eventTypes";
import { actorName, kindOf, type Place, placeOf, reasonOf, textOf } from "./feed";

interface Props {
  event: ActivityEvent;
  /** Left out where every event is of the same board. */
  boardName?: string;
  boardExists: (boardId: string) => boolean;
}

/** A feed of hundreds stays on screen while new events come: only those are rendered. */
export const EventRow = memo(function EventRow({ event, boardName, boardExists }: Props) {
  const { icon: Icon, color } = iconOf(event.event_type, event.payload.outcome);
  const place = placeOf(event, boardExists);
  // What people and agents write is theirs to the letter.
  const text = event.event_type === "task.comment" ? textOf(event) : <Sentence text={textOf(event)} />;
  const reason = reasonOf(event);
  return (
    <li className="relative flex gap-3 border-b px-3 py-2.5 last:border-b-0 hover:bg-hover sm:px-4">
      <Icon className={cn("mt-0.5 size-4 shrink-0", color)} aria-hidden />
      <div className="min-w-0 flex-1">
        {place ? <PlaceLink place={place}>{text}</PlaceLink> : <p className={TEXT}>{text}</p>}
        {reason && (
          <p className="line-clamp-2 text-sm wrap-anywhere text-muted">
            <Sentence text={reason} />
          </p>
        )}
        <p className="text-sm text-muted">
          <Actor event={event} />
          <Dot />
          <span className="wrap-anywhere">{kindOf(event)}</span>
          {boardName && event.board_id && (
            <>
              <Dot />
              <Link
                to="/boards/$boardId"
                params={{ boardId: event.board_id }}
                className={cn(SMALL_LINK, "max-w-full truncate align-bottom")}
              >
                {boardName}
              </Link>
            </>
          )}
        </p>
      </div>
      <RelativeTime at={event.created_at} className="relative z-10 shrink-0 text-sm text-muted" />
    </li>
  );
});

/** Stays at the end of the line: none begins with it. */
function Dot() {
  return <span aria-hidden>{"\u00a0· "}</span>;
}

function Actor({ event }: { event: ActivityEvent }) {
  const { kind, id } = event.actor;
  const name = actorName(event);
  if (kind !== "agent" || !id) return <span className="wrap-anywhere">{name}</span>;
  return (
    <Link to="/agents/$agentId" params={{ agentId: id }} className={SMALL_LINK}>
      {name}
    </Link>
  );
}

// At least 24 px high: links this close to each other must be hit one by one.
const TEXT = "line-clamp-3 min-h-6 leading-6 wrap-anywhere whitespace-pre-line";
const SMALL_LINK = "relative z-10 inline-block min-h-6 leading-6 wrap-anywhere hover:underline";
const STRETCHED =
  "after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent";

function PlaceLink({ place, children }: { place: Place; children: ReactNode }) {
  if (place.to === "agent") {
    return (
      <Link to="/agents/$agentId" params={{ agentId: place.agentId }} data-row className={cn(TEXT, STRETCHED)}>
        {children}
      </Link>
    );
  }
  return (
    <Link
      to="/boards/$boardId"
      params={{ boardId: place.boardId }}
      search={place.to === "task" ? { task: place.taskId } : {}}
      data-row
      className={cn(TEXT, STRETCHED)}
    >
      {children}
    </Link>
  );
}
