import { getRouteApi, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { isUnknown } from "@/lib/api/errors";
import { ErrorState } from "@/ui/ErrorState";
import { BoardGone, BoardSkeleton, BoardUnknown } from "./BoardStates";
import { BoardView } from "./BoardView";
import type { BoardSearch } from "./filters";
import { useSnapshot } from "./queries";

const route = getRouteApi("/shell/boards/$boardId");

export function BoardPage() {
  const { boardId } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/boards/$boardId" });
  const { data: board, error, refetch } = useSnapshot(boardId);

  function change(next: Partial<BoardSearch>, how = { push: false }) {
    void navigate({ search: (old) => ({ ...old, ...next }), replace: !how.push, resetScroll: false });
  }

  if (board) {
    return (
      <FullHeight>
        <BoardView key={boardId} board={board} search={search} onChange={change} />
      </FullHeight>
    );
  }
  if (board === null) return <BoardGone />;
  if (isUnknown(error)) return <BoardUnknown />;
  if (error) return <ErrorState title="The board could not be loaded" error={error} onRetry={refetch} />;
  return (
    <FullHeight>
      <BoardSkeleton />
    </FullHeight>
  );
}

/** The columns scroll, the page does not: it is as high as the screen less the phone's bars, but never uselessly low. */
function FullHeight({ children }: { children: ReactNode }) {
  return (
    <div className="flex h-[max(calc(100dvh-7rem),34rem)] min-w-0 flex-col md:h-[max(100dvh,34rem)]">{children}</div>
  );
}
