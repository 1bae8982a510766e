import { useQueries } from "@tanstack/react-query";
import type { TaskCard } from "@/lib/api/types";
import { snapshotQuery, useBoards } from "../boards/queries";

export interface FoundTask {
  task: TaskCard;
  boardId: string;
  boardName: string;
}

const BOARDS = 12;
const TASKS = 300;

/**
 * The tasks that the palette searches: those of the first boards, open ones first. The API has no search over all
 * tasks, so this is bounded; boards that were visited are already in the cache.
 */
export function useKnownTasks(): FoundTask[] {
  const { data: boards = [] } = useBoards();
  return useQueries({
    queries: boards.slice(0, BOARDS).map((board) => snapshotQuery(board.id)),
    combine: (answers) =>
      answers
        .flatMap(({ data }) =>
          data ? data.tasks.map((task) => ({ task, boardId: data.board.id, boardName: data.board.name })) : [],
        )
        .sort((a, b) => Number(a.task.status === "done") - Number(b.task.status === "done"))
        .slice(0, TASKS),
  });
}
