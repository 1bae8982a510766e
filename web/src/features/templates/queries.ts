import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { readAll } from "@/lib/api/pages";
import type { Template, TemplateCreate, TemplateUpdate } from "@/lib/api/types";
import { patchTask } from "@/lib/live/patch";
import { keys } from "@/lib/queryKeys";

const path = (boardId: string, templateId: string) => ({ path: { board_id: boardId, template_id: templateId } });

export function useTemplates(boardId: string) {
  return useQuery({
    queryKey: keys.templatesOf(boardId),
    queryFn: ({ signal }): Promise<Template[]> =>
      readAll((query) =>
        read(
          api.GET("/api/v1/boards/{board_id}/templates", { params: { path: { board_id: boardId }, query }, signal }),
        ),
      ),
  });
}

const SHOWN_RUNS = 10;

export function useTemplateRuns(boardId: string, templateId: string) {
  return useQuery({
    queryKey: keys.templateRuns(templateId),
    queryFn: ({ signal }) =>
      read(
        api.GET("/api/v1/boards/{board_id}/templates/{template_id}/runs", {
          params: { ...path(boardId, templateId), query: { limit: SHOWN_RUNS } },
          signal,
        }),
      ),
  });
}

/** What a line means, as the server will keep it. A line that is refused is an answer too, so it is not tried again. */
export function useSchedulePreview(boardId: string, cron: string, timeZone: string) {
  return useQuery({
    queryKey: keys.schedulePreview(cron, timeZone),
    queryFn: ({ signal }) =>
      read(
        api.POST("/api/v1/boards/{board_id}/templates/preview", {
          params: { path: { board_id: boardId } },
          body: { cron, time_zone: timeZone },
          signal,
        }),
      ),
    enabled: cron.trim() !== "",
    retry: false,
  });
}

function useRefreshed() {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.templates });
}

export function useCreateTemplate(boardId: string) {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: (body: TemplateCreate) =>
      read(api.POST("/api/v1/boards/{board_id}/templates", { params: { path: { board_id: boardId } }, body })),
    onSuccess,
  });
}

export function useUpdateTemplate(boardId: string) {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: ({ templateId, change }: { templateId: string; change: TemplateUpdate }) =>
      read(
        api.PATCH("/api/v1/boards/{board_id}/templates/{template_id}", {
          params: path(boardId, templateId),
          body: change,
        }),
      ),
    onSuccess,
  });
}

export function useDeleteTemplate(boardId: string) {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: (templateId: string) =>
      read(api.DELETE("/api/v1/boards/{board_id}/templates/{template_id}", { params: path(boardId, templateId) })),
    onSuccess,
  });
}

export function useCreateFromTemplate(boardId: string) {
  const refresh = useRefreshed();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (templateId: string) =>
      read(api.POST("/api/v1/boards/{board_id}/templates/{template_id}/tasks", { params: path(boardId, templateId) })),
    onSuccess: (task) => {
      patchTask(cache, task);
      return refresh();
    },
  });
}
