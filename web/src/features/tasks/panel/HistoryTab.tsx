import type { ActivityEvent } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { cn } from "@/ui/cn";
import { ErrorState } from "@/ui/ErrorState";
import { RelativeTime } from "@/ui/RelativeTime";
import { Sentence } from "@/ui/Sentence";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { iconOf, labelOf } from "../../activity/eventTypes";
import { actorName, eventsOf, reasonOf, textOf } from "../../activity/feed";
import { useActivity } from "../../activity/queries";

/** What happened to the task, newest first. */
export function HistoryTab({ taskId }: { taskId: string }) {
  const history = useActivity({ task_id: taskId });
  if (history.error && !history.data) {
    return <ErrorState title="The history could not be loaded" error={history.error} onRetry={history.refetch} />;
  }
  if (!history.data) {
    return (
      <Loading label="Loading the history" className="flex flex-col gap-3">
        <Skeleton className="h-10" />
        <Skeleton className="h-10" />
        <Skeleton className="h-10" />
      </Loading>
    );
  }
  const events = eventsOf(history.data.pages);
  if (events.length === 0) return <p className="text-muted">Nothing has been recorded yet.</p>;
  return (
    <>
      <ol>
        {events.map((event) => (
          <HistoryItem key={event.id} event={event} />
        ))}
      </ol>
      {history.hasNextPage && (
        <Button size="sm" busy={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          Show older
        </Button>
      )}
    </>
  );
}

function HistoryItem({ event }: { event: ActivityEvent }) {
  const { icon: Icon, color } = iconOf(event.event_type);
  const reason = reasonOf(event);
  return (
    <li className="relative flex gap-3 pb-4 not-last:before:absolute not-last:before:top-6 not-last:before:bottom-0 not-last:before:left-2 not-last:before:w-px not-last:before:bg-line">
      <Icon className={cn("mt-1 size-4 shrink-0", color)} aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="line-clamp-4 wrap-anywhere whitespace-pre-line">{textOf(event)}</p>
        {reason && (
          <p className="line-clamp-2 text-sm wrap-anywhere text-muted">
            <Sentence text={reason} />
          </p>
        )}
        <p className="flex flex-wrap gap-x-1.5 text-sm text-muted">
          <span className="wrap-anywhere">{actorName(event)}</span>
          <span aria-hidden>·</span>
          <span>{labelOf(event.event_type)}</span>
          <span aria-hidden>·</span>
          <RelativeTime at={event.created_at} />
        </p>
      </div>
    </li>
  );
}
