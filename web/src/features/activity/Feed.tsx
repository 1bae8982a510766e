import { type ReactNode, useCallback, useMemo } from "react";
import { named } from "@/lib/named";
import type { ActivityFilter } from "@/lib/queryKeys";
import { useNow } from "@/lib/time/useNow";
import { Button } from "@/ui/Button";
import { ErrorState } from "@/ui/ErrorState";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { useBoards } from "../boards/queries";
import { EventRow } from "./EventRow";
import { byDay, eventsOf } from "./feed";
import { useActivity } from "./queries";
import { useReached } from "./useReached";

interface Props {
  filter: ActivityFilter;
  empty: ReactNode;
  /** Days are headings of this level. */
  heading?: "h2" | "h3";
}

/** Events, newest first and by day; older ones come as the reader gets to the end. */
export function Feed({ filter, empty, heading: Heading = "h2" }: Props) {
  const feed = useActivity(filter);
  const { data: boards } = useBoards();
  const boardNames = useMemo(() => new Map(boards?.map(({ id, name }) => [id, named(name)])), [boards]);
  const boardExists = useCallback((id: string) => !boards || boardNames.has(id), [boards, boardNames]);
  const now = useNow();
  if (feed.error && !feed.data) {
    return <ErrorState title="The activity could not be loaded" error={feed.error} onRetry={feed.refetch} />;
  }
  if (!feed.data) return <FeedSkeleton />;
  const events = eventsOf(feed.data.pages);
  if (events.length === 0) return empty;
  return (
    <>
      {byDay(events, now).map((day) => (
        <section key={day.key} className="mb-5">
          <Heading className="mb-1.5 text-sm font-medium text-muted">{day.label}</Heading>
          <ol className="overflow-hidden rounded-lg border bg-surface">
            {day.events.map((event) => (
              <EventRow
                key={event.id}
                event={event}
                boardExists={boardExists}
                boardName={filter.board_id ? undefined : boardNames.get(event.board_id ?? "")}
              />
            ))}
          </ol>
        </section>
      ))}
      <Older feed={feed} />
    </>
  );
}

function Older({ feed }: { feed: ReturnType<typeof useActivity> }) {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, error } = feed;
  const waiting = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
  const mark = useReached<HTMLDivElement>(waiting, () => void fetchNextPage());
  if (isFetchNextPageError) {
    return <ErrorState title="Older events could not be loaded" error={error} onRetry={() => void fetchNextPage()} />;
  }
  if (!hasNextPage) return <p className="py-2 text-center text-sm text-muted">That is everything.</p>;
  return (
    <div ref={mark} className="flex justify-center py-2">
      <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        Load older events
      </Button>
    </div>
  );
}

function FeedSkeleton() {
  return (
    <Loading label="Loading the activity">
      <Skeleton className="mb-2 h-4 w-16" />
      <div className="rounded-lg border bg-surface">
        {["a", "b", "c", "d", "e", "f"].map((row) => (
          <div key={row} className="flex gap-3 border-b px-4 py-3 last:border-b-0">
            <Skeleton className="size-4 rounded-full" />
            <div className="flex flex-1 flex-col gap-2">
              <Skeleton className="h-4 w-3/5" />
              <Skeleton className="h-3 w-2/5" />
            </div>
          </div>
        ))}
      </div>
    </Loading>
  );
}
