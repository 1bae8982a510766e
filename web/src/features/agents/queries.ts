import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { readAll } from "@/lib/api/pages";
import type { Agent, AgentCreate, AgentSetupRequest, AgentUpdate } from "@/lib/api/types";
import { patchAgent, removeAgent } from "@/lib/live/patch";
import { keys } from "@/lib/queryKeys";
import { useActiveOrganization } from "../organizations/queries";

export const agentsQuery = queryOptions({
  queryKey: keys.agents,
  queryFn: ({ signal }): Promise<Agent[]> =>
    readAll((query) => read(api.GET("/api/v1/agents", { params: { query }, signal }))),
});

/** The directory is for administrators: for others it stays unasked rather than refused. */
export function useAgents() {
  const { mayAsk } = useActiveOrganization();
  return useQuery({ ...agentsQuery, enabled: mayAsk });
}

export function useAgent(agentId: string) {
  const cache = useQueryClient();
  const { mayAsk } = useActiveOrganization();
  return useQuery<Agent | null>({
    enabled: mayAsk,
    // The directory already knows the agent: its page opens filled.
    placeholderData: () => cache.getQueryData<Agent[]>(keys.agents)?.find(({ id }) => id === agentId),
    queryKey: keys.agent(agentId),
    queryFn: ({ signal }) =>
      read(api.GET("/api/v1/agents/{agent_id}", { params: { path: { agent_id: agentId } }, signal })),
  });
}

export function useCreateAgent() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: AgentCreate) => read(api.POST("/api/v1/agents", { body })),
    // The token is shown once by the dialog and must not stay in the cache.
    onSuccess: ({ token: _token, ...agent }) => patchAgent(cache, agent),
  });
}

export function useUpdateAgent(agentId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: AgentUpdate) =>
      read(api.PATCH("/api/v1/agents/{agent_id}", { params: { path: { agent_id: agentId } }, body })),
    onSuccess: (agent) => patchAgent(cache, agent),
  });
}

/** Compares everything on its gateway again, and wakes an agent that has never called. */
export function useSetUpAgent(agentId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Partial<AgentSetupRequest>) =>
      read(
        api.POST("/api/v1/agents/{agent_id}/setup", {
          params: { path: { agent_id: agentId } },
          body: { overwrite: false, reset_session: false, rotate_token: false, ...body },
        }),
      ),
    onSuccess: (agent) => patchAgent(cache, agent),
  });
}

/** Wakes it once; with words it is told them. Durable: it may take until its gateway is back. */
export function useWakeAgent(agentId: string) {
  return useMutation({
    mutationFn: (message: string | null) =>
      read(api.POST("/api/v1/agents/{agent_id}/wake", { params: { path: { agent_id: agentId } }, body: { message } })),
  });
}

export function useRotateToken(agentId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => read(api.POST("/api/v1/agents/{agent_id}/token", { params: { path: { agent_id: agentId } } })),
    onSuccess: ({ agent }) => patchAgent(cache, agent),
  });
}

export function useDeleteAgent(agentId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => read(api.DELETE("/api/v1/agents/{agent_id}", { params: { path: { agent_id: agentId } } })),
    onSuccess: () => removeAgent(cache, agentId),
  });
}
