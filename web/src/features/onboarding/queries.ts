import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { ApiError } from "@/lib/api/errors";
import type { Onboarding, OnboardingAnswer, OnboardingConfirm, OnboardingDraftUpdate } from "@/lib/api/types";
import { newer, patchBoard, patchOnboarding } from "@/lib/live/patch";
import { keys } from "@/lib/queryKeys";

const path = (boardId: string) => ({ path: { board_id: boardId } });

/** Null where there was none yet. */
function onboardingQuery(boardId: string) {
  return queryOptions({
    queryKey: keys.onboarding(boardId),
    queryFn: ({ signal, client }): Promise<Onboarding | null> =>
      read(api.GET("/api/v1/boards/{board_id}/onboarding", { params: path(boardId), signal }))
        .then((fresh) => newer(client.getQueryData<Onboarding | null>(keys.onboarding(boardId)), fresh))
        .catch((error) => {
          if (error instanceof ApiError && error.code === "onboarding_not_started") return null;
          throw error;
        }),
  });
}

export function useOnboarding(boardId: string) {
  return useQuery(onboardingQuery(boardId));
}

/** Begins, goes on, or has the agent asked again. */
export function useStart(boardId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ restart }: { restart: boolean }) =>
      read(api.POST("/api/v1/boards/{board_id}/onboarding/start", { params: path(boardId), body: { restart } })),
    onSuccess: (onboarding) => patchOnboarding(cache, onboarding),
  });
}

export function useAnswer(boardId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: OnboardingAnswer) =>
      read(api.POST("/api/v1/boards/{board_id}/onboarding/answer", { params: path(boardId), body })),
    onSuccess: (onboarding) => patchOnboarding(cache, onboarding),
  });
}

/** What is sent, with the version of the interview that the person has read. */
interface Upon<Body> {
  version: number;
  body: Body;
}

const upon = (boardId: string, version: number) => ({ ...path(boardId), header: { "If-Match": `"${version}"` } });

export function useEditDraft(boardId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ version, body }: Upon<OnboardingDraftUpdate>) =>
      read(api.PATCH("/api/v1/boards/{board_id}/onboarding", { params: upon(boardId, version), body })),
    onSuccess: (onboarding) => patchOnboarding(cache, onboarding),
    // What was changed meanwhile is to be seen.
    onError: () => cache.invalidateQueries({ queryKey: keys.onboarding(boardId) }),
  });
}

export function useConfirmDraft(boardId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ version, body }: Upon<OnboardingConfirm>) =>
      read(api.POST("/api/v1/boards/{board_id}/onboarding/confirm", { params: upon(boardId, version), body })),
    onError: () => cache.invalidateQueries({ queryKey: keys.onboarding(boardId) }),
    onSuccess: (board) => {
      patchBoard(cache, board);
      return cache.invalidateQueries({ queryKey: keys.onboarding(boardId) });
    },
  });
}
