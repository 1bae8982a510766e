import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { readAll } from "@/lib/api/pages";
import type { Skill, SkillCreate, SkillDetail, SkillInstall, SkillPack, SkillPackCreate } from "@/lib/api/types";
import { keys } from "@/lib/queryKeys";

export function useSkills() {
  return useQuery({
    queryKey: keys.skillList,
    queryFn: ({ signal }): Promise<Skill[]> => read(api.GET("/api/v1/skills/marketplace", { signal })),
  });
}

export function useSkill(skillId: string) {
  return useQuery({
    queryKey: keys.skill(skillId),
    queryFn: ({ signal }): Promise<SkillDetail> =>
      read(api.GET("/api/v1/skills/marketplace/{skill_id}", { params: { path: { skill_id: skillId } }, signal })),
  });
}

/** Every gateway, and how the skill is there. */
export function useSkillInstalls(skillId: string) {
  const path = { skill_id: skillId };
  return useQuery({
    queryKey: keys.skillInstalls(skillId),
    queryFn: ({ signal }): Promise<SkillInstall[]> =>
      readAll((query) =>
        read(api.GET("/api/v1/skills/marketplace/{skill_id}/installs", { params: { path, query }, signal })),
      ),
  });
}

export function useInstall(skillId: string) {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: ({ gatewayId, action }: { gatewayId: string; action: "install" | "uninstall" }) => {
      const params = { path: { skill_id: skillId }, query: { gateway_id: gatewayId } };
      return read(
        action === "install"
          ? api.POST("/api/v1/skills/marketplace/{skill_id}/install", { params })
          : api.POST("/api/v1/skills/marketplace/{skill_id}/uninstall", { params }),
      );
    },
    onSuccess,
  });
}

/** What a second administrator decides. */
export function useSecondLook(skillId: string) {
  const refresh = useRefreshed();
  return useMutation({
    mutationFn: (said: { gatewayId: string; decision: "approve" } | Declined) => {
      const params = { path: { skill_id: skillId }, query: { gateway_id: said.gatewayId } };
      return read(
        said.decision === "approve"
          ? api.POST("/api/v1/skills/marketplace/{skill_id}/install/approve", { params })
          : api.POST("/api/v1/skills/marketplace/{skill_id}/install/decline", {
              params,
              body: { reason: said.reason },
            }),
      );
    },
    // Also where it was refused: somebody else has decided, or the catalogue has changed.
    onSettled: refresh,
  });
}

interface Declined {
  gatewayId: string;
  decision: "decline";
  reason: string | null;
}

export function usePacks() {
  return useQuery({
    queryKey: keys.skillPacks,
    queryFn: ({ signal }): Promise<SkillPack[]> => read(api.GET("/api/v1/skills/packs", { signal })),
  });
}

export function usePackSync(packId: string, syncId: string) {
  return useQuery({
    queryKey: keys.skillPackSync(syncId),
    queryFn: ({ signal }) =>
      read(
        api.GET("/api/v1/skills/packs/{pack_id}/syncs/{sync_id}", {
          params: { path: { pack_id: packId, sync_id: syncId } },
          signal,
        }),
      ),
  });
}

function useRefreshed() {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.skills });
}

export function useAddSkill() {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: (body: SkillCreate) => read(api.POST("/api/v1/skills/marketplace", { body })),
    onSuccess,
  });
}

/** Has a skill read from its address, also anew. */
export function useReadSkill() {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: (skillId: string) =>
      read(api.POST("/api/v1/skills/marketplace/{skill_id}/read", { params: { path: { skill_id: skillId } } })),
    onSuccess,
  });
}

export function useDeleteSkill() {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: (skillId: string) =>
      read(api.DELETE("/api/v1/skills/marketplace/{skill_id}", { params: { path: { skill_id: skillId } } })),
    onSuccess,
  });
}

/** Adds a pack, or changes the one whose id is given. */
export function useSavePack(packId: string | null) {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: (body: SkillPackCreate) =>
      packId
        ? read(api.PATCH("/api/v1/skills/packs/{pack_id}", { params: { path: { pack_id: packId } }, body }))
        : read(api.POST("/api/v1/skills/packs", { body })),
    onSuccess,
  });
}

export function useDeletePack() {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: ({ packId, skills }: { packId: string; skills: "keep" | "delete" }) =>
      read(api.DELETE("/api/v1/skills/packs/{pack_id}", { params: { path: { pack_id: packId }, query: { skills } } })),
    onSuccess,
  });
}

/** Has the repository read; what is found is looked at before it counts. */
export function useReadPack() {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: (packId: string) =>
      read(
        api.POST("/api/v1/skills/packs/{pack_id}/syncs", {
          params: { path: { pack_id: packId } },
          body: { apply: false },
        }),
      ),
    onSuccess,
  });
}

export function useApplySync(packId: string) {
  const onSuccess = useRefreshed();
  return useMutation({
    mutationFn: (syncId: string) =>
      read(
        api.POST("/api/v1/skills/packs/{pack_id}/syncs/{sync_id}/apply", {
          params: { path: { pack_id: packId, sync_id: syncId } },
        }),
      ),
    onSuccess,
  });
}
