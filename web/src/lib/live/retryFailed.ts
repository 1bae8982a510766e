import type { QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/lib/api/errors";

/** What could not be loaded while the server was away is asked for again by itself. */
export function retryFailed(cache: QueryClient): Promise<void> {
  return cache.refetchQueries({
    type: "active",
    predicate: ({ state: { error } }) => error instanceof ApiError && error.retryable,
  });
}
