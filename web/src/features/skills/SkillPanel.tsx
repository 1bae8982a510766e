import { ExternalLink, GraduationCap, Trash2, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { isUnknown } from "@/lib/api/errors";
import type { SkillDetail } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Panel } from "@/ui/Panel";
import { RelativeTime } from "@/ui/RelativeTime";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { useDeleteSkill, useSkill } from "./queries";
import { SkillInstalls } from "./SkillInstalls";
import { Instructions } from "./SkillReading";

interface Props {
  skillId: string;
  onClose: () => void;
}

/** A skill with its instructions as agents get them: as plain text, so that nothing in them is hidden. */
export function SkillPanel({ skillId, onClose }: Props) {
  const { data: skill, error, refetch } = useSkill(skillId);
  return (
    <Panel open onClose={onClose} label={skill ? `Skill ${skill.name}` : "Skill"}>
      <header className="flex items-center gap-2 border-b px-4 py-3">
        <h2 className="min-w-0 flex-1 truncate font-semibold">{skill?.name ?? "Skill"}</h2>
        {skill && <DeleteSkill skill={skill} onDeleted={onClose} />}
        <Button variant="ghost" size="icon-sm" aria-label="Close" onClick={onClose}>
          <X className="size-4" aria-hidden />
        </Button>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto p-4">
        {skill && <Detail skill={skill} />}
        {!skill && isUnknown(error) && (
          <EmptyState icon={GraduationCap} title="This skill is gone">
            Somebody has deleted it.
          </EmptyState>
        )}
        {!skill && error && !isUnknown(error) && (
          <ErrorState title="The skill could not be loaded" error={error} onRetry={refetch} />
        )}
        {!skill && !error && (
          <Loading label="Loading the skill" className="flex flex-col gap-3">
            <Skeleton className="h-5 w-64 max-w-full" />
            <Skeleton className="h-40" />
          </Loading>
        )}
      </div>
    </Panel>
  );
}

function Detail({ skill }: { skill: SkillDetail }) {
  const address = skill.pinned_url ?? skill.source_url;
  return (
    <div className="flex flex-col gap-4">
      {skill.description && <p className="wrap-anywhere">{skill.description}</p>}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        <Fact label="Address">
          <a href={address} target="_blank" rel="noreferrer" className="text-accent-text wrap-anywhere hover:underline">
            {address} <ExternalLink className="inline size-3.5" aria-hidden />
          </a>
        </Fact>
        {skill.commit_id && (
          <Fact label="Commit">
            <code className="wrap-anywhere">{skill.commit_id}</code>
          </Fact>
        )}
        {skill.category && <Fact label="Category">{skill.category}</Fact>}
        {skill.risk && <Fact label="Risk">{skill.risk}</Fact>}
        <Fact label="Changed">
          <RelativeTime at={skill.updated_at} />
        </Fact>
        {skill.vanished_at && (
          <Fact label="Gone from its pack">
            <RelativeTime at={skill.vanished_at} />
          </Fact>
        )}
      </dl>
      <SkillInstalls skillId={skill.id} known={skill.content !== null} />
      <Instructions skill={skill} />
    </div>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

function DeleteSkill({ skill, onDeleted }: { skill: SkillDetail; onDeleted: () => void }) {
  const [open, setOpen] = useState(false);
  const remove = useDeleteSkill();
  async function confirm() {
    const words = { done: `“${skill.name}” was deleted`, failed: "The skill could not be deleted" };
    if (await announce(remove.mutateAsync(skill.id), words)) onDeleted();
  }
  return (
    <>
      <Button variant="ghost" size="icon-sm" aria-label={`Delete ${skill.name}`} onClick={() => setOpen(true)}>
        <Trash2 className="size-4" aria-hidden />
      </Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title="Delete this skill?"
        action="Delete skill"
        busy={remove.isPending}
        onConfirm={() => void confirm()}
      >
        <p className="wrap-anywhere">
          “{skill.name}” is taken out of the catalogue.
          {skill.pack_id && " It comes back when its pack is read and applied again."}
        </p>
      </Confirm>
    </>
  );
}
