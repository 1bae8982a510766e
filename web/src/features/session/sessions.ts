import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { readAll } from "@/lib/api/pages";
import type { BrowserSession } from "@/lib/api/types";
import { keys } from "@/lib/queryKeys";

const PATH = "/api/v1/users/me/sessions";

/** The browsers in which the caller is signed in; none where people do not sign in with a provider. */
export const browserSessionsQuery = queryOptions({
  queryKey: keys.browserSessions,
  queryFn: ({ signal }): Promise<BrowserSession[]> =>
    readAll((query) => read(api.GET(PATH, { params: { query }, signal }))),
});

export function useEndSession() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (browser_session_id: string) =>
      read(api.DELETE(`${PATH}/{browser_session_id}`, { params: { path: { browser_session_id } } })),
    onSuccess: refresh,
  });
}

/** Everywhere but here. */
export function useEndOtherSessions() {
  const refresh = useRefresh();
  return useMutation({ mutationFn: () => read(api.DELETE(PATH)), onSuccess: refresh });
}

function useRefresh() {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.browserSessions });
}
