import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import type { AgentFile } from "@/lib/api/types";
import { keys } from "@/lib/queryKeys";

const filesQuery = (agentId: string) =>
  queryOptions({
    queryKey: keys.agentFiles(agentId),
    queryFn: ({ signal }) =>
      read(api.GET("/api/v1/agents/{agent_id}/files", { params: { path: { agent_id: agentId } }, signal })).then(
        ({ files }) => files,
      ),
    staleTime: 0,
    retry: false,
  });

/** Asked of the gateway once, when it is opened: an edit is made against what was read. */
export function useAgentFiles(agentId: string) {
  return useQuery({ ...filesQuery(agentId), refetchOnWindowFocus: false });
}

export function useReadFilesAgain(agentId: string) {
  const cache = useQueryClient();
  return () => cache.fetchQuery(filesQuery(agentId));
}

export function useWriteFile(agentId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ name, hash, content }: { name: string; hash: string | null; content: string }) =>
      read(
        api.PUT("/api/v1/agents/{agent_id}/files/{name}", {
          params: { path: { agent_id: agentId, name: name as "AGENTS.md" } },
          body: { content, hash },
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
