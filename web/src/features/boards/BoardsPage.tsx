import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Plus, SquareKanban } from "lucide-react";
import type { Board } from "@/lib/api/types";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { RelativeTime } from "@/ui/RelativeTime";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { CreateBoardDialog } from "./CreateBoardDialog";
import { useBoards } from "./queries";
import { activeRules } from "./rules";

const route = getRouteApi("/shell/boards");

export function BoardsPage() {
  const creating = route.useSearch().new === true;
  const navigate = useNavigate();
  const setCreating = (open: boolean) =>
    void navigate({ to: "/boards", search: open ? { new: true } : {}, replace: !open });
  const newBoard = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus className="size-4" aria-hidden />
      New board
    </Button>
  );
  return (
    <Page>
      <PageHeader title="Boards" actions={newBoard} />
      <BoardList newBoard={newBoard} />
      <CreateBoardDialog open={creating} onOpenChange={setCreating} />
    </Page>
  );
}

function BoardList({ newBoard }: { newBoard: React.ReactNode }) {
  const { data: boards, error, refetch } = useBoards();
  if (error) return <ErrorState title="The boards could not be loaded" error={error} onRetry={refetch} />;
  if (!boards) return <BoardListSkeleton />;
  if (boards.length === 0) {
    return (
      <EmptyState icon={SquareKanban} title="No boards yet" action={newBoard}>
        A board holds tasks and the agents that work on them. Make one, add a task, and let an agent claim it.
      </EmptyState>
    );
  }
  return (
    <ul className="overflow-hidden rounded-lg border bg-surface">
      {boards.map((board) => (
        <BoardRow key={board.id} board={board} />
      ))}
    </ul>
  );
}

function BoardRow({ board }: { board: Board }) {
  const rules = activeRules(board);
  return (
    <li className="relative flex flex-wrap items-center gap-x-4 gap-y-1.5 border-b px-4 py-(--pad) last:border-b-0 hover:bg-hover">
      <div className="min-w-0 flex-1 basis-60">
        <Link to="/boards/$boardId" params={{ boardId: board.id }} className="font-medium after:absolute after:inset-0">
          {board.name}
        </Link>
        <p className="truncate text-sm text-muted">{board.description}</p>
      </div>
      <div className="flex flex-wrap gap-1.5">
        {rules.map((rule) => (
          <Badge key={rule.name}>{rule.label}</Badge>
        ))}
      </div>
      <span className="w-24 text-right text-sm text-muted max-sm:hidden">
        <RelativeTime at={board.updated_at} />
      </span>
    </li>
  );
}

function BoardListSkeleton() {
  return (
    <Loading label="Loading boards" className="rounded-lg border bg-surface">
      {["a", "b", "c", "d"].map((row) => (
        <div key={row} className="flex items-center gap-4 border-b px-4 py-3 last:border-b-0">
          <div className="flex-1 space-y-2">
            <Skeleton className="h-4 w-40" />
            <Skeleton className="h-3 w-72 max-w-full" />
          </div>
          <Skeleton className="h-5 w-32 max-sm:hidden" />
        </div>
      ))}
    </Loading>
  );
}
