import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { readAll } from "@/lib/api/pages";
import type { AgentMessage } from "@/lib/api/types";
import { keys } from "@/lib/queryKeys";
import { keepDraft, useDrafts, withOverdue } from "./drafts";

const NEWEST = 200;

export interface MessageFilter {
  open: boolean;
  boardId?: string;
}

/** All questions that are open, or of everything that was said the newest. */
export function useMessages({ open, boardId }: MessageFilter, enabled = true) {
  return useQuery({
    queryKey: keys.messageList({ open, boardId }),
    queryFn: async ({ signal }): Promise<AgentMessage[]> => {
      const board = boardId ? { board_id: boardId } : {};
      if (open) {
        return readAll((page) =>
          read(api.GET("/api/v1/agent-messages", { params: { query: { ...board, ...page, status: "open" } }, signal })),
        );
      }
      const query = { ...board, limit: NEWEST };
      return (await read(api.GET("/api/v1/agent-messages", { params: { query }, signal }))).items;
    },
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** The questions that are open, and those that somebody else closed while an answer was being written here. */
export function useOpenMessages(boardId: string | undefined, enabled: boolean) {
  const written = useDrafts();
  const { data: open, ...rest } = useMessages({ open: true, boardId }, enabled);
  const present = new Set(open?.map(({ id }) => id));
  const isOverdue = open !== undefined && [...written.keys()].some((id) => !present.has(id));
  const { data: all } = useMessages({ open: false, boardId }, enabled && isOverdue);
  return { ...rest, data: open && withOverdue(open, (isOverdue && all) || [], written) };
}

export const questionCountQuery = queryOptions({
  queryKey: keys.questionCount,
  queryFn: async ({ signal }): Promise<number> => {
    const query = { status: "open" as const, kind: "ask_user" as const, limit: 1 };
    return (await read(api.GET("/api/v1/agent-messages", { params: { query }, signal }))).total;
  },
});

export function useAnswer(messageId: string) {
  const onSettled = useRefresh();
  const params = { path: { message_id: messageId } };
  return useMutation({
    mutationFn: (answer: string) =>
      read(api.POST("/api/v1/agent-messages/{message_id}/answer", { params, body: { answer } })),
    onSuccess: () => keepDraft(messageId, ""),
    onSettled,
  });
}

export function useDismiss(messageId: string) {
  const onSettled = useRefresh();
  const params = { path: { message_id: messageId } };
  return useMutation({
    mutationFn: (reason: string) =>
      read(api.POST("/api/v1/agent-messages/{message_id}/dismiss", { params, body: { reason: reason || null } })),
    onSuccess: () => keepDraft(messageId, ""),
    onSettled,
  });
}

function useRefresh() {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.messages });
}
