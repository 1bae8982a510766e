import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { readAll } from "@/lib/api/pages";
import type { Tag, TagCreate, TagUpdate } from "@/lib/api/types";
import { keys } from "@/lib/queryKeys";

export const tagsQuery = queryOptions({
  queryKey: keys.tags,
  queryFn: ({ signal }): Promise<Tag[]> =>
    readAll((query) => read(api.GET("/api/v1/tags", { params: { query }, signal }))),
});

export function useTags() {
  return useQuery(tagsQuery);
}

/** Makes a tag, or changes the one whose id is given. */
export function useSaveTag(tagId: string | null) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: TagCreate & TagUpdate) =>
      tagId
        ? read(api.PATCH("/api/v1/tags/{tag_id}", { params: { path: { tag_id: tagId } }, body }))
        : read(api.POST("/api/v1/tags", { body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.tags }),
  });
}

export function useDeleteTag() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (tagId: string) => read(api.DELETE("/api/v1/tags/{tag_id}", { params: { path: { tag_id: tagId } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.tags }),
  });
}
