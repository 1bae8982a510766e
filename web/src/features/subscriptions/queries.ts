import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { readAll } from "@/lib/api/pages";
import type { MadeSubscription, Subscription, SubscriptionDraft, SubscriptionUpdate } from "@/lib/api/types";
import { keys } from "@/lib/queryKeys";

const at = (subscription_id: string) => ({ path: { subscription_id } });
/** Deliveries come and go without an event of their own, which would have to be delivered too. */
const LOOK_AGAIN = 4_000;

export function useSubscriptions(enabled: boolean) {
  return useQuery({
    queryKey: keys.subscriptionList,
    queryFn: ({ signal }): Promise<Subscription[]> =>
      readAll((query) => read(api.GET("/api/v1/event-subscriptions", { params: { query }, signal }))),
    refetchInterval: LOOK_AGAIN,
    enabled,
  });
}

export function useEventDeliveries(subscriptionId: string, state: "dead" | "pending" | undefined, shown: number) {
  return useQuery({
    queryKey: keys.eventDeliveries(subscriptionId, state, shown),
    queryFn: ({ signal }) =>
      read(
        api.GET("/api/v1/event-subscriptions/{subscription_id}/deliveries", {
          params: { ...at(subscriptionId), query: { limit: shown, state } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_AGAIN,
  });
}

function useRefreshed() {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.subscriptions });
}

export function useMakeSubscription() {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: (body: SubscriptionDraft): Promise<MadeSubscription> =>
      read(api.POST("/api/v1/event-subscriptions", { body })),
    onSuccess,
  });
}

export function useUpdateSubscription() {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: ({ id, change }: { id: string; change: SubscriptionUpdate }) =>
      read(api.PATCH("/api/v1/event-subscriptions/{subscription_id}", { params: at(id), body: change })),
    onSuccess,
  });
}

export function useDeleteSubscription() {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: (id: string) => read(api.DELETE("/api/v1/event-subscriptions/{subscription_id}", { params: at(id) })),
    onSuccess,
  });
}

export function useRotateSecret() {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: (id: string): Promise<MadeSubscription> =>
      read(api.POST("/api/v1/event-subscriptions/{subscription_id}/rotate-secret", { params: at(id) })),
    onSuccess,
  });
}

export function useTestSubscription() {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: (id: string) =>
      read(api.POST("/api/v1/event-subscriptions/{subscription_id}/test", { params: at(id) })),
    onSuccess,
  });
}

export function useReplay(subscriptionId: string) {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: (event_delivery_id: string) =>
      read(
        api.POST("/api/v1/event-subscriptions/{subscription_id}/deliveries/{event_delivery_id}/replay", {
          params: { path: { subscription_id: subscriptionId, event_delivery_id } },
        }),
      ),
    onSuccess,
  });
}
