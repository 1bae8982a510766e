import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import type { SystemStatus } from "@/lib/api/types";
import { keys } from "@/lib/queryKeys";

/** Asked for while it is on screen: uptime, jobs and connections change without an event that would tell of it. */
const LOOK_AGAIN = 10_000;
const WHILE_ON_SCREEN = { staleTime: 0, refetchInterval: LOOK_AGAIN };
const MOST_NAMES = 200;

export function useSystemStatus() {
  return useQuery({
    queryKey: keys.system,
    queryFn: ({ signal }) => read(api.GET("/api/v1/system/status", { signal })),
    ...WHILE_ON_SCREEN,
  });
}

export function databaseName({ database }: Pick<SystemStatus, "database">): string {
  return database === "postgresql" ? "PostgreSQL" : "SQLite";
}

/** What waits, by the names of the jobs. */
export function useQueuedJobs() {
  return useQuery({
    queryKey: keys.queuedJobs,
    queryFn: ({ signal }) => read(api.GET("/api/v1/system/jobs", { params: { query: { limit: MOST_NAMES } }, signal })),
    ...WHILE_ON_SCREEN,
  });
}

export function useFailedJobs(shown: number) {
  return useQuery({
    queryKey: keys.failedJobs(shown),
    queryFn: ({ signal }) =>
      read(api.GET("/api/v1/system/failed-jobs", { params: { query: { limit: shown } }, signal })),
    placeholderData: keepPreviousData,
    ...WHILE_ON_SCREEN,
  });
}

function useRefreshed() {
  const cache = useQueryClient();
  return () =>
    Promise.all([
      cache.invalidateQueries({ queryKey: keys.system }),
      cache.invalidateQueries({ queryKey: keys.overview }),
    ]);
}

const at = (job_id: number) => ({ path: { job_id } });

export function useRetryJob() {
  const onSettled = useRefreshed();
  return useMutation({
    mutationFn: (id: number) => read(api.POST("/api/v1/system/failed-jobs/{job_id}/retry", { params: at(id) })),
    onSettled,
  });
}

export function useRetryAllJobs() {
  const onSettled = useRefreshed();
  return useMutation({ mutationFn: () => read(api.POST("/api/v1/system/failed-jobs/retry")), onSettled });
}

export function useDiscardJob() {
  const onSettled = useRefreshed();
  return useMutation({
    mutationFn: (id: number) => read(api.DELETE("/api/v1/system/failed-jobs/{job_id}", { params: at(id) })),
    onSettled,
  });
}
