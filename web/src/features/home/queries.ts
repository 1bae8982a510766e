import { useQuery } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { keys } from "@/lib/queryKeys";

/** Events renew it; the minute is for what merely time brings: a task that becomes overdue, an agent gone silent. */
export function useOverview() {
  return useQuery({
    queryKey: keys.overview,
    queryFn: ({ signal }) => read(api.GET("/api/v1/overview", { signal })),
    refetchInterval: 60_000,
  });
}
