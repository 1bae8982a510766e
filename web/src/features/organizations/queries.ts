import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { useLive } from "@/lib/live/LiveProvider";
import { keys } from "@/lib/queryKeys";

export const organizationsQuery = queryOptions({
  queryKey: keys.organizations,
  queryFn: ({ signal }) => read(api.GET("/api/v1/organizations/me/list", { signal })),
  // Another browser may have switched meanwhile: the page says so before anything more is done on it.
  refetchOnWindowFocus: "always",
});

export function useOrganizations() {
  return useQuery(organizationsQuery);
}

/** The active organization, and whether its admin pages are open to us; null as long as that is not known. */
export function useActiveOrganization() {
  const { data, isError } = useOrganizations();
  const active = data?.find((organization) => organization.is_active) ?? data?.[0] ?? null;
  const isAdmin = data ? active?.role === "owner" || active?.role === "admin" : null;
  // When the list cannot be read, the server's own answer to the request says more than waiting for ever.
  return { active, isAdmin, mayAsk: isAdmin ?? isError };
}

export function useSwitchOrganization() {
  const everythingChanged = useEverythingChanged();
  return useMutation({
    mutationFn: (organization_id: string) =>
      read(api.PATCH("/api/v1/organizations/me/active", { body: { organization_id } })),
    onSuccess: everythingChanged,
  });
}

/** To the organization that this page still shows: what is written on it is kept. */
export function useSwitchBack() {
  const cache = useQueryClient();
  const { tellOthersToLook } = useLive();
  return useMutation({
    mutationFn: (organization_id: string) =>
      read(api.PATCH("/api/v1/organizations/me/active", { body: { organization_id } })),
    onSuccess: () => {
      tellOthersToLook();
      return cache.invalidateQueries();
    },
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
  const { tellOthersToLook } = useLive();
  return () => {
    tellOthersToLook();
    // Not awaited: what the page of the organization that was left would answer holds nobody up.
    void cache.resetQueries();
  };
}
