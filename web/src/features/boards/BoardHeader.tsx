import { Link } from "@tanstack/react-router";
import { Kanban, List, Plus, Settings } from "lucide-react";
import type { Board } from "@/lib/api/types";
import { useDocumentTitle } from "@/lib/useDocumentTitle";
import { Button } from "@/ui/Button";
import { Segmented } from "@/ui/Segmented";
import type { BoardSearch } from "./filters";

interface Props {
  board: Board;
  view: "board" | "list";
  onChange: (change: Partial<BoardSearch>) => void;
}

export function BoardHeader({ board, view, onChange }: Props) {
  useDocumentTitle(board.name);
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-4 pb-3 sm:px-6">
      <div className="min-w-0 flex-1 basis-48">
        <h1 className="truncate text-xl font-semibold tracking-tight">{board.name}</h1>
        <p className="truncate text-muted" title={board.description}>
          {board.description}
        </p>
      </div>
      <div className="flex items-center gap-2">
        <Segmented
          label="View"
          value={view}
          onChange={(next) => onChange({ view: next === "list" ? "list" : undefined })}
          options={[
            { value: "board", label: "Board", icon: <Kanban className="size-3.5" aria-hidden /> },
            { value: "list", label: "List", icon: <List className="size-3.5" aria-hidden /> },
          ]}
        />
        <Button asChild size="icon" variant="ghost">
          <Link to="/boards/$boardId/settings" params={{ boardId: board.id }} aria-label="Board settings">
            <Settings className="size-4" aria-hidden />
          </Link>
        </Button>
        <Button variant="primary" onClick={() => onChange({ new: true })}>
          <Plus className="size-4" aria-hidden />
          New task
        </Button>
      </div>
    </header>
  );
}
