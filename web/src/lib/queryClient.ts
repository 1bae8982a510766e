import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api/errors";

/** The stream keeps the cache fresh, so nothing goes stale by age; see lib/live. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (failures, error) => failures < 2 && error instanceof ApiError && error.retryable,
        retryDelay: (attempt) => Math.min(4000, 400 * 2 ** attempt),
        // Our own address is asked, not the internet: navigator.onLine says nothing about it.
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
}
