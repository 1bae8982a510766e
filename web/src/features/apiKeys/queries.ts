import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { readAll } from "@/lib/api/pages";
import type { ApiKey, ApiKeyDraft, MadeApiKey } from "@/lib/api/types";
import { keys } from "@/lib/queryKeys";

/** Whose keys: the caller's own, or all of the organization. */
export type Whose = "mine" | "ours";

const PATHS = { mine: "/api/v1/users/me/api-keys", ours: "/api/v1/organizations/me/api-keys" } as const;
const ONE = {
  mine: "/api/v1/users/me/api-keys/{api_key_id}",
  ours: "/api/v1/organizations/me/api-keys/{api_key_id}",
} as const;

export const apiKeysQuery = (whose: Whose) =>
  queryOptions({
    queryKey: [...keys.apiKeys, whose],
    queryFn: ({ signal }): Promise<ApiKey[]> =>
      readAll((query) => read(api.GET(PATHS[whose], { params: { query }, signal }))),
  });

export function useMakeApiKey(whose: Whose) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ role, ...draft }: ApiKeyDraft): Promise<MadeApiKey> =>
      whose === "mine"
        ? read(api.POST(PATHS.mine, { body: draft }))
        : read(api.POST(PATHS.ours, { body: { ...draft, role } })),
    onSuccess: refresh,
  });
}

export function useRevokeApiKey(whose: Whose) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (api_key_id: string) => read(api.DELETE(ONE[whose], { params: { path: { api_key_id } } })),
    onSuccess: refresh,
  });
}

function useRefresh() {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.apiKeys });
}
