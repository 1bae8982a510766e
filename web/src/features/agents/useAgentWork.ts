import { useQueries } from "@tanstack/react-query";
import { useCallback } from "react";
import type { Agent, BoardSnapshot, TaskCard } from "@/lib/api/types";
import { useNow } from "@/lib/time/useNow";
import { snapshotQuery } from "../boards/queries";
import { workOf } from "./work";

/** A directory over hundreds of boards must not fetch them all; beyond this the current task stays unsaid. */
const BOARDS = 24;

/** Answers what an agent works on now; undefined while its board is not known yet. */
export function useAgentWork(agents: readonly Agent[]): (agent: Agent) => TaskCard[] | undefined {
  const now = useNow();
  const boardIds = [...new Set(agents.flatMap(({ board_id }) => board_id ?? []))].slice(0, BOARDS);
  const boards = useQueries({ queries: boardIds.map(snapshotQuery), combine: byBoard });
  return useCallback(
    (agent) => {
      if (!agent.board_id) return [];
      const board = boards.get(agent.board_id);
      return board && workOf(board.tasks, agent.id, now);
    },
    [boards, now],
  );
}

function byBoard(answers: { data?: BoardSnapshot | null }[]): Map<string, BoardSnapshot> {
  return new Map(answers.flatMap(({ data }) => (data ? [[data.board.id, data] as const] : [])));
}
