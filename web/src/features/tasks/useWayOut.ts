import { useNavigate } from "@tanstack/react-router";
import type { TaskCard, TaskStatus } from "@/lib/api/types";
import { wayOutOf } from "./refusals";
import { STATUS } from "./StatusBadge";

interface Action {
  label: string;
  onClick: () => void;
}

/** What a person is offered with the refusal of a move: the button that does what would help. */
export function useWayOut(boardId: string) {
  const navigate = useNavigate();
  const params = { boardId };

  return (
    task: Pick<TaskCard, "id">,
    code: string | null,
    move: (to: TaskStatus) => Promise<void>,
  ): Action | undefined => {
    const way = wayOutOf(code);
    if (!way) return undefined;
    if (way.kind === "move") {
      return { label: `Move to ${STATUS[way.to].label}`, onClick: () => void move(way.to) };
    }
    if (way.kind === "decide") {
      return { label: "See approvals", onClick: () => void navigate({ to: "/approvals", search: { board: boardId } }) };
    }
    if (way.kind === "board-settings") {
      return { label: "Board settings", onClick: () => void navigate({ to: "/boards/$boardId/settings", params }) };
    }
    const search = (old: object) => ({ ...old, task: task.id });
    return {
      label: way.label,
      onClick: () => void navigate({ to: "/boards/$boardId", params, search, resetScroll: false }),
    };
  };
}
