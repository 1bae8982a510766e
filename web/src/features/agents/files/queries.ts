import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import type { AgentFile } from "@/lib/api/types";
import { keys } from "@/lib/queryKeys";

/** Asked of the gateway once, when it is opened: an edit is made against what was read. */
export function useAgentFiles(agentId: string) {
  return useQuery({
    queryKey: keys.agentFiles(agentId),
    queryFn: ({ signal }) =>
      read(api.GET("/api/v1/agents/{agent_id}/files", { params: { path: { agent_id: agentId } }, signal })).then(
        ({ files }) => files,
      ),
    staleTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
  });
}

export function useWriteFile(agentId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ file, content }: { file: AgentFile; content: string }) =>
      read(
        api.PUT("/api/v1/agents/{agent_id}/files/{name}", {
          params: { path: { agent_id: agentId, name: file.name as "AGENTS.md" } },
          body: { content, hash: file.hash },
        }),
      ),
    onSuccess: (written) => {
      cache.setQueryData<AgentFile[]>(keys.agentFiles(agentId), (old) =>
        old?.map((file) => (file.name === written.name ? written : file)),
      );
      return cache.invalidateQueries({ queryKey: keys.agent(agentId) });
    },
  });
}
