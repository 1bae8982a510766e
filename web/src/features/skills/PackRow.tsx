import { ListChecks, RefreshCw } from "lucide-react";
import { useState } from "react";
import type { SkillPack, SkillPackSync } from "@/lib/api/types";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { MenuItem } from "@/ui/Menu";
import { MoreMenu } from "@/ui/MoreMenu";
import { RelativeTime } from "@/ui/RelativeTime";
import { announce } from "@/ui/toast";
import { DeletePack } from "./DeletePack";
import { useReadPack } from "./queries";
import { inWords, isOpen } from "./sync";

interface Props {
  pack: SkillPack;
  onEdit: () => void;
  onReview: () => void;
}

export function PackRow({ pack, onEdit, onReview }: Props) {
  const latest = pack.latest_sync;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b px-4 py-(--pad) last:border-b-0">
      <div className="min-w-0 flex-1 basis-64">
        <button
          type="button"
          data-row
          onClick={onReview}
          className="text-left font-medium wrap-anywhere hover:underline"
        >
          {pack.name}
        </button>
        {pack.description && <p className="text-sm text-muted wrap-anywhere">{pack.description}</p>}
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted">
          <a href={pack.source_url} target="_blank" rel="noreferrer" className="wrap-anywhere hover:underline">
            {pack.source_url.replace("https://", "")}
          </a>
          <code>{pack.branch}</code>
          <span>{pack.skill_count === 1 ? "1 skill" : `${pack.skill_count} skills`}</span>
          {pack.synced_at && (
            <span>
              as of <RelativeTime at={pack.synced_at} />
            </span>
          )}
        </p>
        <Standing latest={latest} />
      </div>
      <Actions pack={pack} onEdit={onEdit} onReview={onReview} />
    </li>
  );
}

/** How the newest reading stands, with the reason; the words change while the page is open. */
function Standing({ latest }: { latest: SkillPackSync | null | undefined }) {
  if (!latest) return <p className="mt-1 text-sm text-muted">Never read yet.</p>;
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted" aria-live="polite">
      {isOpen(latest) && <Badge tone="info">Being read</Badge>}
      {latest.status === "ready" && <Badge tone="accent">To be looked at</Badge>}
      {latest.status === "failed" && <Badge tone="bad">Could not be read</Badge>}
      <span className="wrap-anywhere">{inWords(latest)}</span>
    </p>
  );
}

function Actions({ pack, onEdit, onReview }: Props) {
  const [deleting, setDeleting] = useState(false);
  const readPack = useReadPack();
  const latest = pack.latest_sync;
  const check = () => announce(readPack.mutateAsync(pack.id), { failed: "The pack could not be checked" });
  return (
    <div className="flex items-center gap-1">
      {latest?.status === "ready" ? (
        <Button size="sm" variant="primary" aria-label={`Look at the changes of ${pack.name}`} onClick={onReview}>
          <ListChecks className="size-3.5" aria-hidden />
          Look at changes
        </Button>
      ) : (
        <Button
          size="sm"
          aria-label={`Check ${pack.name} for changes`}
          busy={readPack.isPending || (latest ? isOpen(latest) : false)}
          onClick={check}
        >
          <RefreshCw className="size-3.5" aria-hidden />
          Check for changes
        </Button>
      )}
      <MoreMenu
        name={pack.name}
        first={
          latest?.status === "ready" && (
            <MenuItem onSelect={check}>
              <RefreshCw className="size-4" aria-hidden />
              Check again
            </MenuItem>
          )
        }
        onEdit={onEdit}
        onDelete={() => setDeleting(true)}
      />
      <DeletePack pack={pack} open={deleting} onOpenChange={setDeleting} />
    </div>
  );
}
