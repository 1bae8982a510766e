import { useQuery } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import type { SystemStatus } from "@/lib/api/types";
import { keys } from "@/lib/queryKeys";

/** Asked for while it is on screen: uptime, jobs and connections change without an event that would tell of it. */
export function useSystemStatus() {
  return useQuery({
    queryKey: keys.system,
    queryFn: ({ signal }) => read(api.GET("/api/v1/system/status", { signal })),
    staleTime: 0,
    refetchInterval: 10_000,
  });
}

export function databaseName({ database }: Pick<SystemStatus, "database">): string {
  return database === "postgresql" ? "PostgreSQL" : "SQLite";
}
