import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import type { User, UserUpdate } from "@/lib/api/types";
import { keys } from "@/lib/queryKeys";
import { COOKIE_SESSION, endSession, sessionToken } from "@/lib/session";

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => read(api.GET("/api/v1/users/me", { signal })),
});

export const modeQuery = queryOptions({
  queryKey: keys.signInMode,
  queryFn: ({ signal }) => read(api.GET("/api/v1/auth/mode", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Ends the session here, and with an identity provider there too, where it offers that. */
export async function signOut(): Promise<void> {
  if (sessionToken() !== COOKIE_SESSION) return endSession("signed-out");
  const { redirect } = await read(api.POST("/api/v1/auth/oidc/sign-out"));
  endSession("signed-out");
  if (redirect) location.assign(redirect);
}

export function useMe() {
  return useQuery(meQuery);
}

export function useUpdateMe() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: UserUpdate) => read(api.PATCH("/api/v1/users/me", { body })),
    onSuccess: (user) => cache.setQueryData(keys.me, user),
  });
}

/** Proves a pasted token before it is kept; also makes sure that the user and a first organization exist. */
export function tryToken(token: string): Promise<User> {
  return read(api.POST("/api/v1/auth/bootstrap", { headers: { authorization: `Bearer ${token}` } }));
}

export function displayName(user: User): string {
  return user.preferred_name || user.name || user.email || "You";
}
