import { infiniteQueryOptions, useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import type { AuditEvent, AuditVerification } from "@/lib/api/types";
import { type AuditFilter, keys } from "@/lib/queryKeys";
import { save } from "@/lib/save";

const SIZE = 50;

export function useAudit(filter: AuditFilter, enabled: boolean) {
  return useInfiniteQuery({
    ...infiniteQueryOptions({
      queryKey: keys.auditList(filter),
      queryFn: ({ pageParam, signal }) =>
        read(api.GET("/api/v1/audit", { params: { query: { ...filter, limit: SIZE, before: pageParam } }, signal })),
      initialPageParam: undefined as number | undefined,
      getNextPageParam: ({ next_before }) => next_before ?? undefined,
    }),
    enabled,
  });
}

/** One event; null when there is none at that position. */
export function useAuditEvent(seq: number | undefined) {
  return useQuery({
    queryKey: keys.auditEvent(seq ?? 0),
    queryFn: async ({ signal }): Promise<AuditEvent | null> => {
      const query = { after: (seq ?? 0) - 1, before: (seq ?? 0) + 1, limit: 1 };
      const { items } = await read(api.GET("/api/v1/audit", { params: { query }, signal }));
      return items[0] ?? null;
    },
    enabled: seq !== undefined,
  });
}

/** The whole chain, piece by piece; what was found in all of them together. */
export function useVerification() {
  return useMutation({
    mutationFn: async (): Promise<AuditVerification> => {
      let events = 0;
      let first: AuditVerification | undefined;
      let after: number | undefined;
      for (;;) {
        const piece = await read(api.GET("/api/v1/audit/verify", { params: { query: { after } } }));
        events += piece.events;
        first ??= piece;
        if (piece.state !== "unfinished" || piece.next_after === null) return { ...together(first, piece), events };
        after = piece.next_after;
      }
    },
  });
}

/** The last piece, with what only the first can tell: since when the chain is, and what it does not cover. */
function together(first: AuditVerification, last: AuditVerification): AuditVerification {
  if (first === last || last.state === "broken") return last;
  const { uncovered, uncovered_until, sealed_since } = first;
  return { ...last, uncovered, uncovered_until, sealed_since, message: `${first.message} ${last.message}` };
}

export function useExport(filter: AuditFilter) {
  return useMutation({
    mutationFn: async (format: "csv" | "jsonl") => {
      const query = { ...filter, format };
      const file = await read(api.GET("/api/v1/audit/export", { params: { query }, parseAs: "blob" }));
      save(file as unknown as Blob, `audit.${format}`);
    },
  });
}
