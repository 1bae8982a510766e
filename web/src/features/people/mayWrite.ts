/** What one may do on boards oneself, so that nobody is offered what the server refuses. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import type { Member } from "@/lib/api/types";
import { keys } from "@/lib/queryKeys";
import { rightOn, rightsOf } from "./access";

export const READS_ONLY = "You may read this board, not change it.";

const myPlaceQuery = queryOptions({
  queryKey: keys.myPlace,
  queryFn: ({ signal }): Promise<Member> => read(api.GET("/api/v1/organizations/me/member", { signal })),
});

/** Of any board. True as long as it is not known: the server decides in any case. */
export function useMayWriteOn(): (boardId: string) => boolean {
  const { data: me } = useQuery(myPlaceQuery);
  return (boardId) => !me || rightOn(rightsOf(me), boardId) === "write";
}

export function useMayWrite(boardId: string): boolean {
  return useMayWriteOn()(boardId);
}
