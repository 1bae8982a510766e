import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { keys, type MetricsFilter } from "@/lib/queryKeys";

/** Events renew both; the minutes are for what merely time brings: buckets that begin, work that leaves the range. */
const EVERY = 5 * 60_000;

export function useDashboard({ agent_id: _, ...filter }: MetricsFilter) {
  return useQuery({
    queryKey: keys.dashboard(filter),
    queryFn: ({ signal }) => read(api.GET("/api/v1/metrics/dashboard", { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY,
  });
}

export function useFlow(filter: MetricsFilter) {
  return useQuery({
    queryKey: keys.flow(filter),
    queryFn: ({ signal }) => read(api.GET("/api/v1/metrics/flow", { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY,
  });
}
