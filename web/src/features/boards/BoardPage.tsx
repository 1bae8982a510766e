import { getRouteApi, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { BoardSkeleton } from "./BoardStates";
import { BoardView } from "./BoardView";
import type { BoardSearch } from "./filters";
import { OfBoard } from "./OfBoard";

const route = getRouteApi("/shell/boards/$boardId");

export function BoardPage() {
  const { boardId } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/boards/$boardId" });

  function change(next: Partial<BoardSearch>, how = { push: false }) {
    void navigate({ search: (old) => ({ ...old, ...next }), replace: !how.push, resetScroll: false });
  }

  const skeleton = (
    <FullHeight>
      <BoardSkeleton />
    </FullHeight>
  );
  return (
    <OfBoard boardId={boardId} skeleton={skeleton}>
      {(board) => (
        <FullHeight>
          <BoardView key={boardId} board={board} search={search} onChange={change} />
        </FullHeight>
      )}
    </OfBoard>
  );
}

/** The columns scroll, the page does not: it is as high as the screen less the phone's bars, but never uselessly low. */
function FullHeight({ children }: { children: ReactNode }) {
  return (
    <div className="flex h-[max(calc(100dvh-7rem),34rem)] min-w-0 flex-col md:h-[max(100dvh,34rem)]">{children}</div>
  );
}
