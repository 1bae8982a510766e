import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import type { ActivityEvent, Page } from "@/lib/api/types";
import { type ActivityFilter, keys } from "@/lib/queryKeys";
import { nextOffset } from "./feed";

const SIZE = 50;

function activityQuery(filter: ActivityFilter) {
  return infiniteQueryOptions({
    queryKey: keys.activity(filter),
    queryFn: ({ pageParam, signal }): Promise<Page<ActivityEvent>> =>
      read(api.GET("/api/v1/activity", { params: { query: { ...filter, limit: SIZE, offset: pageParam } }, signal })),
    initialPageParam: 0,
    getNextPageParam: nextOffset,
  });
}

export function useActivity(filter: ActivityFilter) {
  return useInfiniteQuery(activityQuery(filter));
}
