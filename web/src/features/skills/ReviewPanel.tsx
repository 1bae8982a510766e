import { Check, PackageCheck, TriangleAlert, X } from "lucide-react";
import type { SkillChange, SkillPack, SkillPackSync, SkillPackSyncDetail } from "@/lib/api/types";
import { Badge, type Tone } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Differences } from "@/ui/Differences";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Panel } from "@/ui/Panel";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { useApplySync, usePackSync } from "./queries";
import { inWords } from "./sync";

interface Props {
  pack: SkillPack;
  onClose: () => void;
}

/** What the newest reading of a pack would change, skill by skill, before it is applied. */
export function ReviewPanel({ pack, onClose }: Props) {
  const latest = pack.latest_sync;
  return (
    <Panel open onClose={onClose} label={`Changes of ${pack.name}`} className="sm:max-w-3xl">
      <header className="flex items-center gap-2 border-b px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold">{pack.name}</h2>
          <p className="truncate text-sm text-muted">
            {latest?.commit_id ? `Commit ${latest.commit_id.slice(0, 12)} of ${latest.branch}` : pack.source_url}
          </p>
        </div>
        <Button variant="ghost" size="icon-sm" aria-label="Close" onClick={onClose}>
          <X className="size-4" aria-hidden />
        </Button>
      </header>
      {latest ? (
        <Reading key={latest.id} packId={pack.id} latest={latest} onApplied={onClose} />
      ) : (
        <EmptyState icon={PackageCheck} title="Never read yet">
          Check the pack for changes to see which skills it holds.
        </EmptyState>
      )}
    </Panel>
  );
}

function Reading({ packId, latest, onApplied }: { packId: string; latest: SkillPackSync; onApplied: () => void }) {
  const { data: sync, error, refetch } = usePackSync(packId, latest.id);
  if (error) return <ErrorState title="The reading could not be loaded" error={error} onRetry={refetch} />;
  if (!sync) {
    return (
      <Loading label="Loading the changes" className="flex flex-col gap-3 p-4">
        <Skeleton className="h-6 w-48" />
        <Skeleton className="h-40" />
      </Loading>
    );
  }
  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-4">
        <p className="text-sm text-muted wrap-anywhere">{inWords(sync)}</p>
        <Warnings sync={sync} />
        {sync.changes.length > 0 && (
          <ul className="flex flex-col gap-3" aria-label="Changes">
            {sync.changes.map((change) => (
              <Change key={change.source_url} change={change} />
            ))}
          </ul>
        )}
      </div>
      {sync.status === "ready" && <Apply packId={packId} sync={sync} onApplied={onApplied} />}
    </>
  );
}

function Warnings({ sync }: { sync: SkillPackSyncDetail }) {
  if (sync.warnings.length === 0) return null;
  return (
    <section className="rounded-lg border bg-warn-tint p-3 text-sm" aria-labelledby="left-out">
      <h3 id="left-out" className="flex items-center gap-2 font-medium text-warn">
        <TriangleAlert className="size-4" aria-hidden />
        What was left out
      </h3>
      <ul className="mt-1 list-disc pl-6">
        {sync.warnings.map((warning) => (
          <li key={warning} className="wrap-anywhere">
            {warning}
          </li>
        ))}
      </ul>
    </section>
  );
}

const KINDS: Record<string, { label: string; tone: Tone }> = {
  created: { label: "New", tone: "ok" },
  updated: { label: "Changed", tone: "info" },
  vanished: { label: "There no longer", tone: "warn" },
};

function Change({ change }: { change: SkillChange }) {
  const kind = KINDS[change.kind] ?? { label: change.kind, tone: "neutral" as const };
  const showsText = change.kind !== "vanished" && change.before !== change.after;
  const others = change.fields.filter((field) => field !== "content" && field !== "vanished_at");
  return (
    <li className="rounded-lg border">
      <div className="flex flex-wrap items-center gap-2 px-3 py-2">
        <Badge tone={kind.tone}>{kind.label}</Badge>
        <h3 className="font-medium wrap-anywhere">{change.name}</h3>
        {others.length > 0 && <span className="text-sm text-muted">{others.join(", ")}</span>}
      </div>
      {showsText && (
        <Differences before={change.before ?? ""} after={change.after ?? ""} label={`Instructions of ${change.name}`} />
      )}
    </li>
  );
}

interface ApplyProps {
  packId: string;
  sync: SkillPackSyncDetail;
  onApplied: () => void;
}

function Apply({ packId, sync, onApplied }: ApplyProps) {
  const apply = useApplySync(packId);
  async function run() {
    const words = { done: "The catalogue is what was read", failed: "It was not applied" };
    if (await announce(apply.mutateAsync(sync.id), words)) onApplied();
  }
  return (
    <footer className="flex justify-end gap-2 border-t px-4 py-3">
      <Button variant="primary" busy={apply.isPending} onClick={() => void run()}>
        <Check className="size-4" aria-hidden />
        {sync.changes.length > 0 ? "Apply the changes" : "Mark as up to date"}
      </Button>
    </footer>
  );
}
