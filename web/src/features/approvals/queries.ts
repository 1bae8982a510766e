import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { readAll } from "@/lib/api/pages";
import type { Approval, ApprovalCreate, ApprovalDetail, ApprovalStatus } from "@/lib/api/types";
import { keys } from "@/lib/queryKeys";

const PAGE = 200;
const path = ({ board_id, id }: Place) => ({ path: { board_id, approval_id: id } });

type Place = Pick<Approval, "board_id" | "id">;

export interface ApprovalFilter {
  pending: boolean;
  boardId?: string;
}

/** All that wait for a decision; of those that were decided the newest. */
export function useApprovals({ pending, boardId }: ApprovalFilter) {
  return useQuery({
    queryKey: keys.approvalList({ pending, boardId }),
    queryFn: async ({ signal }): Promise<Approval[]> => {
      const board = boardId ? { board_id: boardId } : {};
      const ask = (query: { status?: ApprovalStatus; limit: number; cursor?: string }) =>
        read(api.GET("/api/v1/approvals", { params: { query: { ...board, ...query } }, signal }));
      if (pending) return readAll((query) => ask({ ...query, status: "pending" }));
      const [approved, rejected] = await Promise.all(
        (["approved", "rejected"] as const).map((status) => ask({ status, limit: PAGE })),
      );
      const decided = [...(approved?.items ?? []), ...(rejected?.items ?? [])];
      return decided.sort((a, b) => (b.resolved_at ?? "").localeCompare(a.resolved_at ?? ""));
    },
    placeholderData: keepPreviousData,
  });
}

/** Those of the approvals that somebody else has decided since one began to look. */
export function useDecidedMeanwhile(approvals: Approval[]): Approval[] {
  const { data, isFetchedAfterMount } = useApprovals({ pending: false });
  const ids = new Set(approvals.map(({ id }) => id));
  return isFetchedAfterMount && data ? data.filter(({ id }) => ids.has(id)) : [];
}

export const pendingCountQuery = queryOptions({
  queryKey: keys.approvalCount,
  queryFn: async ({ signal }): Promise<number> => {
    const query = { status: "pending" as const, limit: 1 };
    const { total } = await read(api.GET("/api/v1/approvals", { params: { query }, signal }));
    return total;
  },
});

export function useApproval(place: Place) {
  return useQuery({
    queryKey: keys.approval(place.id),
    queryFn: ({ signal }): Promise<ApprovalDetail> =>
      read(api.GET("/api/v1/boards/{board_id}/approvals/{approval_id}", { params: path(place), signal })),
  });
}

export function useTaskApprovals(boardId: string, taskId: string) {
  return useQuery({
    queryKey: keys.approvalsOfTask(taskId),
    queryFn: async ({ signal }): Promise<Approval[]> => {
      const params = { path: { board_id: boardId }, query: { task_id: taskId } };
      const { items } = await read(api.GET("/api/v1/boards/{board_id}/approvals", { params, signal }));
      return items;
    },
  });
}

function useRefresh() {
  const cache = useQueryClient();
  return () => {
    void cache.invalidateQueries({ queryKey: keys.approvals });
    void cache.invalidateQueries({ queryKey: keys.explanations });
  };
}

export function useRequestApproval(boardId: string) {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: (body: ApprovalCreate) =>
      read(api.POST("/api/v1/boards/{board_id}/approvals", { params: { path: { board_id: boardId } }, body })),
    onSettled,
  });
}

export interface DecisionOn {
  approvals: Approval[];
  status: "approved" | "rejected";
  reason?: string;
}

export function useDecide() {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: async ({ approvals, status, reason }: DecisionOn) => {
      const decisions = approvals.map(({ id }) => ({ approval_id: id, status, reason: reason || null }));
      const { results } = await read(api.POST("/api/v1/approvals/decisions", { body: { decisions } }));
      return results;
    },
    onSettled,
  });
}

export function useUndoDecision() {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: (place: Place) =>
      read(api.POST("/api/v1/boards/{board_id}/approvals/{approval_id}/undo", { params: path(place) })),
    onSettled,
  });
}
