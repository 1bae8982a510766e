import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { nextCursor } from "@/lib/api/pages";
import type { Page, SearchHit } from "@/lib/api/types";
import { keys } from "@/lib/queryKeys";
import type { SearchSearch } from "./filters";

/** As much as the server takes. */
export const LONGEST = 500;
const SIZE = 30;
const IN_PALETTE = 12;

/** The best hits, for the palette; the last ones stay until there are new ones, so that the list does not flicker. */
export function useBestHits(text: string) {
  return useQuery({
    queryKey: keys.bestHits(text),
    queryFn: ({ signal }): Promise<Page<SearchHit>> =>
      read(api.GET("/api/v1/search", { params: { query: { q: text, limit: IN_PALETTE } }, signal })),
    enabled: text !== "",
    placeholderData: (before) => (text === "" ? undefined : before),
  });
}

export function useHits({ q = "", kind, board }: SearchSearch) {
  return useInfiniteQuery({
    queryKey: keys.hits({ q, kind, board }),
    queryFn: ({ pageParam, signal }): Promise<Page<SearchHit>> =>
      read(
        api.GET("/api/v1/search", {
          params: { query: { q, kinds: kind, board_id: board, limit: SIZE, cursor: pageParam } },
          signal,
        }),
      ),
    enabled: q !== "",
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextCursor,
  });
}
