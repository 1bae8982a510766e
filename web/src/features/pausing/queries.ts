import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import type { PauseScope } from "@/lib/api/types";
import { pauseChanged } from "@/lib/live/pauses";

/** What can be paused by itself. */
export interface Pausable {
  scope: PauseScope;
  id: string;
  name: string;
}

export function usePause({ scope, id }: Pausable) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (reason: string | null): Promise<void> => {
      await pause(scope, id, { reason });
    },
    onSuccess: () => pauseChanged(cache),
  });
}

export function useResume() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async ({ scope, id }: Pausable): Promise<void> => {
      await resume(scope, id);
    },
    onSuccess: () => pauseChanged(cache),
  });
}

function pause(scope: PauseScope, id: string, body: { reason: string | null }): Promise<unknown> {
  switch (scope) {
    case "agent":
      return read(api.POST("/api/v1/agents/{agent_id}/pause", { params: { path: { agent_id: id } }, body }));
    case "board":
      return read(api.POST("/api/v1/boards/{board_id}/pause", { params: { path: { board_id: id } }, body }));
    case "gateway":
      return read(api.POST("/api/v1/gateways/{gateway_id}/pause", { params: { path: { gateway_id: id } }, body }));
    case "organization":
      return read(api.POST("/api/v1/organizations/me/pause", { body }));
  }
}

function resume(scope: PauseScope, id: string): Promise<unknown> {
  switch (scope) {
    case "agent":
      return read(api.POST("/api/v1/agents/{agent_id}/resume", { params: { path: { agent_id: id } } }));
    case "board":
      return read(api.POST("/api/v1/boards/{board_id}/resume", { params: { path: { board_id: id } } }));
    case "gateway":
      return read(api.POST("/api/v1/gateways/{gateway_id}/resume", { params: { path: { gateway_id: id } } }));
    case "organization":
      return read(api.POST("/api/v1/organizations/me/resume"));
  }
}
