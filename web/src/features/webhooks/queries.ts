import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { readAll } from "@/lib/api/pages";
import type { Webhook, WebhookCreate, WebhookUpdate } from "@/lib/api/types";
import { keys } from "@/lib/queryKeys";

const path = (boardId: string, webhookId: string) => ({ path: { board_id: boardId, webhook_id: webhookId } });
const payloadPath = (boardId: string, webhookId: string, payloadId: string) => ({
  path: { board_id: boardId, webhook_id: webhookId, payload_id: payloadId },
});

export function useWebhooks(boardId: string) {
  return useQuery({
    queryKey: keys.webhooksOf(boardId),
    queryFn: ({ signal }): Promise<Webhook[]> =>
      readAll((query) =>
        read(api.GET("/api/v1/boards/{board_id}/webhooks", { params: { path: { board_id: boardId }, query }, signal })),
      ),
  });
}

export const PER_PAGE = 20;
/** Enough for a line of the list; the whole body is read when a delivery is opened. */
const BEGINNING = 120;

export function useDeliveries(boardId: string, webhookId: string, shown: number) {
  return useQuery({
    queryKey: keys.deliveries(webhookId, shown),
    queryFn: ({ signal }) =>
      read(
        api.GET("/api/v1/boards/{board_id}/webhooks/{webhook_id}/payloads", {
          params: { ...path(boardId, webhookId), query: { limit: shown, max_chars: BEGINNING } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useDelivery(boardId: string, webhookId: string, payloadId: string) {
  return useQuery({
    queryKey: keys.delivery(payloadId),
    queryFn: ({ signal }) =>
      read(
        api.GET("/api/v1/boards/{board_id}/webhooks/{webhook_id}/payloads/{payload_id}", {
          params: payloadPath(boardId, webhookId, payloadId),
          signal,
        }),
      ),
  });
}

function useRefreshed() {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.webhooks });
}

export function useCreateWebhook(boardId: string) {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: (body: WebhookCreate) =>
      read(api.POST("/api/v1/boards/{board_id}/webhooks", { params: { path: { board_id: boardId } }, body })),
    onSuccess,
  });
}

export function useUpdateWebhook(boardId: string) {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: ({ webhookId, change }: { webhookId: string; change: WebhookUpdate }) =>
      read(
        api.PATCH("/api/v1/boards/{board_id}/webhooks/{webhook_id}", {
          params: path(boardId, webhookId),
          body: change,
        }),
      ),
    onSuccess,
  });
}

export function useDeleteWebhook(boardId: string) {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: (webhookId: string) =>
      read(api.DELETE("/api/v1/boards/{board_id}/webhooks/{webhook_id}", { params: path(boardId, webhookId) })),
    onSuccess,
  });
}

export function useSendTest(boardId: string) {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: (webhookId: string) =>
      read(api.POST("/api/v1/boards/{board_id}/webhooks/{webhook_id}/test", { params: path(boardId, webhookId) })),
    onSuccess,
  });
}

export function useRedeliver(boardId: string, webhookId: string) {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: (payloadId: string) =>
      read(
        api.POST("/api/v1/boards/{board_id}/webhooks/{webhook_id}/payloads/{payload_id}/redeliver", {
          params: payloadPath(boardId, webhookId, payloadId),
        }),
      ),
    onSuccess,
  });
}
