import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { useLive } from "@/lib/live/LiveProvider";
import { keys } from "@/lib/queryKeys";

export const organizationsQuery = queryOptions({
  queryKey: keys.organizations,
  queryFn: ({ signal }) => read(api.GET("/api/v1/organizations/me/list", { signal })),
});

export function useOrganizations() {
  return useQuery(organizationsQuery);
}

/** The active organization, and whether its admin pages are open to us. */
export function useActiveOrganization() {
  const { data } = useOrganizations();
  const active = data?.find((organization) => organization.is_active) ?? data?.[0] ?? null;
  return { active, isAdmin: active ? active.role === "owner" || active.role === "admin" : null };
}

export function useSwitchOrganization() {
  const everythingChanged = useEverythingChanged();
  return useMutation({
    mutationFn: (organization_id: string) =>
      read(api.PATCH("/api/v1/organizations/me/active", { body: { organization_id } })),
    onSuccess: everythingChanged,
  });
}

export function useCreateOrganization() {
  const everythingChanged = useEverythingChanged();
  return useMutation({
    mutationFn: (name: string) => read(api.POST("/api/v1/organizations", { body: { name } })),
    onSuccess: everythingChanged,
  });
}

/** The server keeps the active organization per user: what this and the other tabs hold is another one's. */
function useEverythingChanged() {
  const cache = useQueryClient();
  const { tellOthersToRefetch } = useLive();
  return async () => {
    tellOthersToRefetch();
    await cache.resetQueries();
  };
}
