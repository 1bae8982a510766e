/** What the pages of a board share. */
import { Link } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { ApiError, isUnknown } from "@/lib/api/errors";
import type { BoardSnapshot } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { ErrorState } from "@/ui/ErrorState";
import { BoardGone, BoardHidden, BoardUnknown } from "./BoardStates";
import { useSnapshot } from "./queries";

interface Props {
  boardId: string;
  /** While it loads. */
  skeleton: ReactNode;
  children: (board: BoardSnapshot) => ReactNode;
}

/** A page about one board, or why there is none. */
export function OfBoard({ boardId, skeleton, children }: Props) {
  const { data: board, error, refetch } = useSnapshot(boardId);
  if (board) return children(board);
  if (board === null) return <BoardGone />;
  if (isUnknown(error)) return <BoardUnknown />;
  if (error instanceof ApiError && error.status === 403) return <BoardHidden />;
  if (error) return <ErrorState title="The board could not be loaded" error={error} onRetry={refetch} />;
  return skeleton;
}

export function BackToBoard({ board: { id, name } }: { board: { id: string; name: string } }) {
  return (
    <Button asChild variant="ghost" size="icon">
      <Link to="/boards/$boardId" params={{ boardId: id }} aria-label={`Back to ${name}`}>
        <ArrowLeft className="size-4" aria-hidden />
      </Link>
    </Button>
  );
}
