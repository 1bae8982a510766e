import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { useLive } from "@/lib/live/LiveProvider";
import { keys } from "@/lib/queryKeys";
import { entriesOf, lookOf } from "./transcript";

/** The stream says when a session that is looked at goes on; a look now and then is for what it could not say. */
const FOLLOWED = 25_000;
/** Without the stream, each look asks the gateway, so they come close together only while the agent is at something. */
const WHILE_RUNNING = 2_000;
const AT_REST = 10_000;
const LIST_REST = 15_000;
const SHOWN = 200;

function paceOf(isLive: boolean, running: boolean): number {
  if (isLive) return FOLLOWED;
  return running ? WHILE_RUNNING : AT_REST;
}

export interface Place {
  gatewayId: string;
  sessionKey: string;
}

const at = ({ gatewayId, sessionKey }: Place) => ({
  path: { session_id: sessionKey },
  query: { gateway_id: gatewayId },
});

export interface Pulse {
  latencyMs: number;
  sessions: Record<string, unknown>[];
}

/** How quickly a gateway answers, and its sessions; asked of it. */
export const pulseQuery = (gatewayId: string) =>
  queryOptions({
    queryKey: keys.sessions(gatewayId),
    queryFn: async ({ signal }): Promise<Pulse> => {
      const query = { gateway_id: gatewayId };
      const told = await read(api.GET("/api/v1/gateways/status", { params: { query }, signal }));
      if (!told.connected) throw new Error(told.error ?? "The gateway cannot be reached");
      return { latencyMs: told.latency_ms ?? 0, sessions: (told.sessions ?? []) as Record<string, unknown>[] };
    },
    retry: false,
  });

export function usePulse(gatewayId: string) {
  return useQuery({ ...pulseQuery(gatewayId), staleTime: 0, refetchInterval: LIST_REST });
}

/** How a session is: running or not, its model and what it has cost. */
export function useSession(place: Place) {
  const isLive = useLive().state.status === "live";
  return useQuery({
    queryKey: keys.session(place.gatewayId, place.sessionKey),
    queryFn: ({ signal }) =>
      read(api.GET("/api/v1/gateways/sessions/{session_id}", { params: at(place), signal })).then(({ session }) =>
        lookOf(session as Record<string, unknown>),
      ),
    staleTime: 0,
    refetchInterval: ({ state }) => paceOf(isLive, state.data?.running === true),
    retry: false,
  });
}

export function useTranscript(place: Place, running: boolean) {
  const isLive = useLive().state.status === "live";
  return useQuery({
    queryKey: keys.transcript(place.gatewayId, place.sessionKey),
    queryFn: ({ signal }) => {
      const { path, query } = at(place);
      const params = { path, query: { ...query, limit: SHOWN } };
      return read(api.GET("/api/v1/gateways/sessions/{session_id}/history", { params, signal })).then(({ history }) =>
        entriesOf(history),
      );
    },
    staleTime: 0,
    refetchInterval: paceOf(isLive, running),
    retry: false,
  });
}

function useRefreshed({ gatewayId, sessionKey }: Place) {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.session(gatewayId, sessionKey) });
}

export function useSay(place: Place) {
  const onSuccess = useRefreshed(place);
  return useMutation({
    mutationFn: (content: string) =>
      read(api.POST("/api/v1/gateways/sessions/{session_id}/message", { params: at(place), body: { content } })),
    onSuccess,
  });
}

export function useStop(place: Place) {
  const onSuccess = useRefreshed(place);
  return useMutation({
    mutationFn: () => read(api.POST("/api/v1/gateways/sessions/{session_id}/abort", { params: at(place) })),
    onSuccess,
  });
}
