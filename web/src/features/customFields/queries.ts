import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, read } from "@/lib/api/client";
import type { CustomField, CustomFieldCreate, CustomFieldUpdate } from "@/lib/api/types";
import { keys } from "@/lib/queryKeys";

const PATH = "/api/v1/organizations/me/custom-fields";

export const customFieldsQuery = queryOptions({
  queryKey: keys.customFields,
  queryFn: ({ signal }): Promise<CustomField[]> => read(api.GET(PATH, { signal })),
});

export function useCustomFields() {
  return useQuery(customFieldsQuery);
}

/** The fields that the tasks of a board have, by label. */
export function useFieldsOfBoard(boardId: string): CustomField[] {
  const { data } = useCustomFields();
  return useMemo(() => data?.filter((field) => field.board_ids.includes(boardId)) ?? [], [data, boardId]);
}

function useRefetch() {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.customFields });
}

export function useCreateField() {
  const refetch = useRefetch();
  return useMutation({
    mutationFn: (body: CustomFieldCreate) => read(api.POST(PATH, { body })),
    onSuccess: refetch,
  });
}

const one = (fieldId: string) => ({ path: { task_custom_field_definition_id: fieldId } });

export function useUpdateField(fieldId: string) {
  const refetch = useRefetch();
  return useMutation({
    mutationFn: (body: CustomFieldUpdate) =>
      read(api.PATCH(`${PATH}/{task_custom_field_definition_id}`, { params: one(fieldId), body })),
    onSuccess: refetch,
  });
}

export function useDeleteField() {
  const refetch = useRefetch();
  return useMutation({
    mutationFn: (fieldId: string) =>
      read(api.DELETE(`${PATH}/{task_custom_field_definition_id}`, { params: one(fieldId) })),
    onSuccess: refetch,
  });
}
