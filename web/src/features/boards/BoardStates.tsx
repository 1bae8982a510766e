/** What a board page is when it is not a board: still loading, gone, or without tasks. */
import { Link } from "@tanstack/react-router";
import { Compass, ListTodo, Lock, Plus, SearchX, Trash2 } from "lucide-react";
import { useDocumentTitle } from "@/lib/useDocumentTitle";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { useActiveOrganization } from "../organizations/queries";

export function BoardSkeleton() {
  return (
    <Loading label="Loading the board" className="flex min-h-0 flex-1 flex-col gap-4 p-4 sm:p-6">
      <div className="flex items-center justify-between">
        <Skeleton className="h-7 w-48" />
        <Skeleton className="h-8 w-28" />
      </div>
      <div className="flex gap-2 overflow-hidden">
        <Skeleton className="h-14 w-60 shrink-0" />
        <Skeleton className="h-14 w-60 shrink-0" />
      </div>
      <Skeleton className="h-8 w-full max-w-xl" />
      <div className="flex min-h-0 flex-1 gap-3 overflow-hidden">
        {[5, 3, 2, 4].map((cards) => (
          <div key={cards} className="flex min-w-60 flex-1 flex-col gap-2 rounded-lg border bg-sunken p-2">
            <Skeleton className="mb-1 h-5 w-24" />
            {Array.from({ length: cards }, (_, card) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: grey boxes that never change places
              <Skeleton key={card} className="h-24" />
            ))}
          </div>
        ))}
      </div>
    </Loading>
  );
}

/** Deleted while its page was open. */
export function BoardGone() {
  return (
    <EmptyState wholePage icon={Trash2} title="This board was deleted" action={<AllBoards />}>
      Somebody deleted it together with its tasks. What happened on it until then is no longer shown here.
    </EmptyState>
  );
}

export function BoardUnknown() {
  return (
    <EmptyState wholePage icon={Compass} title="There is no such board" action={<AllBoards />}>
      It was deleted, or belongs to another organization.
    </EmptyState>
  );
}

/** There, and not for everybody. */
export function BoardHidden() {
  const { active } = useActiveOrganization();
  useDocumentTitle("A board that is not shared");
  return (
    <EmptyState wholePage icon={Lock} title="This board is not shared with you" action={<AllBoards />}>
      Ask an owner or admin of {active?.name ?? "the organization"} to share it with you.
    </EmptyState>
  );
}

function AllBoards() {
  return (
    <Button asChild variant="primary">
      <Link to="/boards">See all boards</Link>
    </Button>
  );
}

export function NoTasks({ onCreate }: { onCreate?: () => void }) {
  return (
    <EmptyState
      icon={ListTodo}
      title="No tasks yet"
      action={
        onCreate && (
          <Button variant="primary" onClick={onCreate}>
            <Plus className="size-4" aria-hidden />
            New task
          </Button>
        )
      }
    >
      A task is a piece of work that one agent can take on. Write the first; it waits in the Inbox until an agent claims
      it or you assign it.
    </EmptyState>
  );
}

export function NothingMatches({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState icon={SearchX} title="No task matches" action={<Button onClick={onClear}>Clear filters</Button>}>
      The board has tasks, but none that all of these filters let through.
    </EmptyState>
  );
}
