import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import type { AgentSoul, SoulRef } from "@/lib/api/types";
import { patchAgent } from "@/lib/live/patch";
import { keys } from "@/lib/queryKeys";

const MOST_FOUND = 50;

/** Of an agent on a gateway it is read there, which takes a moment, so it is asked for when it is wanted. */
export function useSoulOf(agentId: string, enabled: boolean) {
  return useQuery({
    queryKey: keys.soulOf(agentId),
    queryFn: ({ signal }): Promise<AgentSoul> =>
      read(api.GET("/api/v1/agents/{agent_id}/soul", { params: { path: { agent_id: agentId } }, signal })),
    enabled,
    staleTime: 0,
    retry: false,
  });
}

export function useWriteSoul(agentId: string) {
  const cache = useQueryClient();
  const params = { path: { agent_id: agentId } };
  return useMutation({
    mutationFn: (body: { content: string; source_url: string | null }) =>
      read(api.PUT("/api/v1/agents/{agent_id}/soul", { params, body })),
    onSuccess: (agent) => {
      patchAgent(cache, agent);
      void cache.invalidateQueries({ queryKey: keys.soulOf(agentId) });
    },
  });
}

export function useSouls(text: string) {
  return useQuery({
    queryKey: keys.soulsFound(text),
    queryFn: async ({ signal }): Promise<SoulRef[]> => {
      const query = { q: text, limit: MOST_FOUND };
      return (await read(api.GET("/api/v1/souls-directory/search", { params: { query }, signal }))).items;
    },
    placeholderData: keepPreviousData,
  });
}

export function useReadSoul() {
  return useMutation({
    mutationFn: async ({ handle, slug }: SoulRef): Promise<string> => {
      const params = { path: { handle, slug } };
      return (await read(api.GET("/api/v1/souls-directory/{handle}/{slug}", { params }))).content;
    },
  });
}
