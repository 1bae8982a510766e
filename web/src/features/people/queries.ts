import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { readAll } from "@/lib/api/pages";
import type { Access, Invite, InviteCreate, Member, OrganizationUpdate, Role } from "@/lib/api/types";
import { useLive } from "@/lib/live/LiveProvider";
import { keys } from "@/lib/queryKeys";
import { save } from "@/lib/save";

export const organizationQuery = queryOptions({
  queryKey: keys.organization,
  queryFn: ({ signal }) => read(api.GET("/api/v1/organizations/me", { signal })),
});

export const membersQuery = queryOptions({
  queryKey: keys.members,
  queryFn: ({ signal }): Promise<Member[]> =>
    readAll((query) => read(api.GET("/api/v1/organizations/me/members", { params: { query }, signal }))),
});

export const invitesQuery = queryOptions({
  queryKey: keys.invites,
  queryFn: ({ signal }): Promise<Invite[]> =>
    readAll((query) => read(api.GET("/api/v1/organizations/me/invites", { params: { query }, signal }))),
});

export function useOrganizationUpdate() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: OrganizationUpdate) => read(api.PATCH("/api/v1/organizations/me", { body })),
    onSuccess: (organization) => {
      cache.setQueryData(keys.organization, organization);
      return cache.invalidateQueries({ queryKey: keys.organizations });
    },
  });
}

export function useChangeRole() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, role }: { id: string; role: Role }) =>
      read(api.PATCH("/api/v1/organizations/me/members/{member_id}", { params: member(id), body: { role } })),
    onSettled: refresh,
  });
}

export function useChangeAccess(id: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: Access) =>
      read(api.PUT("/api/v1/organizations/me/members/{member_id}/access", { params: member(id), body })),
    onSuccess: refresh,
  });
}

export function useRemoveMember() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: string) =>
      read(api.DELETE("/api/v1/organizations/me/members/{member_id}", { params: member(id) })),
    onSuccess: refresh,
  });
}

export function useInvite() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: InviteCreate) => read(api.POST("/api/v1/organizations/me/invites", { body })),
    onSuccess: refresh,
  });
}

export function useRenewInvite() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (invite_id: string) =>
      read(api.POST("/api/v1/organizations/me/invites/{invite_id}/link", { params: { path: { invite_id } } })),
    onSuccess: refresh,
  });
}

export function useWithdrawInvite() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (invite_id: string) =>
      read(api.DELETE("/api/v1/organizations/me/invites/{invite_id}", { params: { path: { invite_id } } })),
    onSuccess: refresh,
  });
}

/** What a link opens; asked once, since every look counts against a limit. */
export function useInvitePreview(token: string) {
  return useQuery({
    queryKey: keys.invitePreview(token),
    queryFn: ({ signal }) => read(api.POST("/api/v1/organizations/invites/preview", { body: { token }, signal })),
    enabled: token !== "",
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Accepts, and moves into the organization: accepting alone leaves one where one is. */
export function useAcceptInvite() {
  const elsewhere = useElsewhere();
  return useMutation({
    mutationFn: async (token: string) => {
      const { organization_id } = await read(api.POST("/api/v1/organizations/invites/accept", { body: { token } }));
      await read(api.PATCH("/api/v1/organizations/me/active", { body: { organization_id } }));
    },
    onSuccess: elsewhere,
  });
}

export function useLeave() {
  const elsewhere = useElsewhere();
  return useMutation({
    mutationFn: () => read(api.DELETE("/api/v1/organizations/me/member")),
    onSuccess: elsewhere,
  });
}

export function useOrganizationPreview(wanted: boolean) {
  return useQuery({
    queryKey: keys.organizationDeletion,
    queryFn: ({ signal }) => read(api.GET("/api/v1/organizations/me/deletion-preview", { signal })),
    enabled: wanted,
    gcTime: 0,
  });
}

export function useExportOrganization(name: string) {
  return useMutation({
    mutationFn: async () => {
      const file = await read(api.GET("/api/v1/organizations/me/export", { parseAs: "blob" }));
      save(file as unknown as Blob, `${name}.tar.gz`);
    },
  });
}

export function useDeleteOrganization() {
  const elsewhere = useElsewhere();
  return useMutation({
    mutationFn: (force: boolean) => read(api.DELETE("/api/v1/organizations/me", { params: { query: { force } } })),
    onSuccess: elsewhere,
  });
}

export function useAccountPreview(wanted: boolean) {
  return useQuery({
    queryKey: keys.accountDeletion,
    queryFn: ({ signal }) => read(api.GET("/api/v1/users/me/deletion-preview", { signal })),
    enabled: wanted,
    gcTime: 0,
  });
}

export function useDeleteAccount() {
  return useMutation({
    mutationFn: (force: boolean) => read(api.DELETE("/api/v1/users/me", { params: { query: { force } } })),
  });
}

function member(member_id: string) {
  return { path: { member_id } };
}

function useRefresh() {
  const cache = useQueryClient();
  // What keys say of their makers depends on who is here, and as what.
  const changed = [keys.members, keys.invites, keys.apiKeys];
  return () => Promise.all(changed.map((queryKey) => cache.invalidateQueries({ queryKey })));
}

/** What this and the other tabs hold is another organization's from now on. */
function useElsewhere() {
  const cache = useQueryClient();
  const { tellOthersToLook } = useLive();
  return () => {
    tellOthersToLook();
    void cache.resetQueries();
  };
}
