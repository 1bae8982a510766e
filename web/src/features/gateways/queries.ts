import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { readAll } from "@/lib/api/pages";
import type {
  AgentAdoption,
  Gateway,
  GatewayCheck,
  GatewayCreate,
  GatewayLog,
  GatewaySync,
  GatewayUpdate,
} from "@/lib/api/types";
import { patchAgent } from "@/lib/live/patch";
import { keys } from "@/lib/queryKeys";
import { grown, LOG_LINES } from "./log";

const path = (gatewayId: string) => ({ path: { gateway_id: gatewayId } });

export function useGateways(enabled: boolean) {
  return useQuery({
    queryKey: keys.gateways,
    queryFn: ({ signal }): Promise<Gateway[]> =>
      readAll((query) => read(api.GET("/api/v1/gateways", { params: { query }, signal }))),
    enabled,
  });
}

/** One gateway; the list already knows it, so that its page opens filled. */
export function useGateway(gatewayId: string, enabled: boolean) {
  const cache = useQueryClient();
  return useQuery<Gateway>({
    queryKey: keys.gateway(gatewayId),
    queryFn: ({ signal }) =>
      read(api.GET("/api/v1/gateways/{gateway_id}", { params: { path: { gateway_id: gatewayId } }, signal })),
    placeholderData: () => cache.getQueryData<Gateway[]>(keys.gateways)?.find(({ id }) => id === gatewayId),
    enabled,
  });
}

/** What it can be asked, and what we may do there. */
export function useAbilities(gatewayId: string) {
  return useQuery({
    queryKey: keys.gatewayAbilities(gatewayId),
    queryFn: ({ signal }) =>
      read(api.GET("/api/v1/gateways/{gateway_id}/abilities", { params: path(gatewayId), signal })),
  });
}

/** What keeps a gateway from being removed. */
export function useUses(gatewayId: string, enabled: boolean) {
  return useQuery({
    queryKey: keys.gatewayUses(gatewayId),
    queryFn: ({ signal }) =>
      read(api.GET("/api/v1/gateways/{gateway_id}/uses", { params: path(gatewayId), signal })).then(({ uses }) => uses),
    enabled,
    // Boards and agents come and go meanwhile.
    staleTime: 0,
  });
}

/** Who is set up on a gateway, or is being removed from it. */
export function useGatewayAgents(gatewayId: string) {
  return useQuery({
    queryKey: keys.gatewayAgents(gatewayId),
    queryFn: ({ signal }) =>
      read(api.GET("/api/v1/gateways/{gateway_id}/agents", { params: path(gatewayId), signal })).then(
        ({ agents }) => agents,
      ),
  });
}

/** Whom the gateway has at this moment, also those that are not in Mission Control; asked of it. */
export function useDiscoveredAgents(gatewayId: string) {
  return useQuery({
    queryKey: keys.discoveredAgents(gatewayId),
    queryFn: ({ signal }) =>
      read(api.GET("/api/v1/gateways/{gateway_id}/discovered-agents", { params: path(gatewayId), signal })).then(
        ({ agents }) => agents,
      ),
    staleTime: 0,
    retry: false,
  });
}

export function useAdoptAgent(gatewayId: string, runtimeId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: AgentAdoption) =>
      read(
        api.POST("/api/v1/gateways/{gateway_id}/discovered-agents/{runtime_id}/adopt", {
          params: { path: { gateway_id: gatewayId, runtime_id: runtimeId } },
          body,
        }),
      ),
    onSuccess: (agent) => {
      patchAgent(cache, agent);
      void cache.invalidateQueries({ queryKey: keys.discoveredAgents(gatewayId) });
      return cache.invalidateQueries({ queryKey: keys.gateways });
    },
  });
}

/** Devices that ask to be let in; looked at again while the list is open. */
export function usePairingRequests(gatewayId: string) {
  return useQuery({
    queryKey: keys.pairingRequests(gatewayId),
    queryFn: ({ signal }) =>
      read(api.GET("/api/v1/gateways/{gateway_id}/pairing-requests", { params: path(gatewayId), signal })).then(
        ({ requests }) => requests,
      ),
    staleTime: 0,
    refetchInterval: 10_000,
    retry: false,
  });
}

export function useDecidePairing(gatewayId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ requestId, decision }: { requestId: string; decision: "approve" | "reject" }) => {
      const params = { path: { gateway_id: gatewayId, request_id: requestId } };
      return read(
        decision === "approve"
          ? api.POST("/api/v1/gateways/{gateway_id}/pairing-requests/{request_id}/approve", { params })
          : api.POST("/api/v1/gateways/{gateway_id}/pairing-requests/{request_id}/reject", { params }),
      );
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keys.pairingRequests(gatewayId) }),
  });
}

/** What the main agent of a gateway wants to run and waits for leave to; looked at again while the list is open. */
export function useWaitingCommands(gatewayId: string) {
  return useQuery({
    queryKey: keys.waitingCommands(gatewayId),
    queryFn: ({ signal }) =>
      read(api.GET("/api/v1/gateways/{gateway_id}/commands", { params: path(gatewayId), signal })).then(
        ({ commands }) => commands,
      ),
    staleTime: 0,
    refetchInterval: 10_000,
    retry: false,
  });
}

export function useDecideCommand(gatewayId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ requestId, allow }: { requestId: string; allow: boolean }) => {
      const params = { path: { gateway_id: gatewayId, request_id: requestId } };
      return read(
        allow
          ? api.POST("/api/v1/gateways/{gateway_id}/commands/{request_id}/allow", { params })
          : api.POST("/api/v1/gateways/{gateway_id}/commands/{request_id}/deny", { params }),
      );
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keys.waitingCommands(gatewayId) }),
  });
}

export function useApproveOwnPairing(gatewayId: string) {
  return useMutation({
    mutationFn: () => read(api.POST("/api/v1/gateways/{gateway_id}/pairing/approve", { params: path(gatewayId) })),
  });
}

/** Brings the files of all agents of a gateway up to date; takes a quarter of a minute at most. */
export function useSyncGateway(gatewayId: string) {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: (query: GatewaySync) =>
      read(api.POST("/api/v1/gateways/{gateway_id}/templates/sync", { params: { ...path(gatewayId), query } })),
    onSuccess,
  });
}

/** What a gateway can run agents with; asked of it. */
export function useGatewayModels(gatewayId: string) {
  return useQuery({
    queryKey: keys.gatewayModels(gatewayId),
    queryFn: ({ signal }) =>
      read(api.GET("/api/v1/gateways/{gateway_id}/models", { params: path(gatewayId), signal })).then(
        ({ models }) => models,
      ),
    staleTime: 60_000,
    retry: false,
  });
}

/** Gateways do not tell of new lines: they are asked for what is new, while somebody looks at the page. */
export function useGatewayLog(gatewayId: string) {
  const cache = useQueryClient();
  return useQuery({
    queryKey: keys.gatewayLog(gatewayId),
    queryFn: async ({ signal, queryKey }) => {
      const known = cache.getQueryData<GatewayLog>(queryKey);
      const query = { limit: LOG_LINES, ...(known ? { cursor: known.cursor } : {}) };
      const news = await read(
        api.GET("/api/v1/gateways/{gateway_id}/log", { params: { ...path(gatewayId), query }, signal }),
      );
      return grown(known, news);
    },
    staleTime: 0,
    refetchInterval: 5_000,
    refetchIntervalInBackground: false,
    retry: false,
  });
}

function useRefreshed() {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.gateways });
}

export function useCreateGateway() {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: (body: GatewayCreate) => read(api.POST("/api/v1/gateways", { body })),
    onSuccess,
  });
}

export function useUpdateGateway(gatewayId: string) {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: (body: GatewayUpdate) =>
      read(api.PATCH("/api/v1/gateways/{gateway_id}", { params: path(gatewayId), body })),
    onSuccess,
  });
}

export function useDeleteGateway(gatewayId: string) {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: (force: boolean) =>
      read(api.DELETE("/api/v1/gateways/{gateway_id}", { params: { ...path(gatewayId), query: { force } } })),
    onSuccess,
  });
}

/** Tries each step of the way to a gateway; takes a quarter of a minute at most. */
export function useExamine(gatewayId: string) {
  return useMutation({
    mutationFn: () => read(api.POST("/api/v1/gateways/{gateway_id}/doctor", { params: path(gatewayId) })),
  });
}

export function useExamineAddress() {
  return useMutation({
    mutationFn: (body: GatewayCheck) => read(api.POST("/api/v1/gateways/doctor", { body })),
  });
}
