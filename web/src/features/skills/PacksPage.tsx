import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft, Package, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { useActiveOrganization } from "../organizations/queries";
import { AdminsOnly } from "./AdminsOnly";
import { PackDialog } from "./PackDialog";
import { PackRow } from "./PackRow";
import { usePacks } from "./queries";
import { ReviewPanel } from "./ReviewPanel";

const route = getRouteApi("/shell/skills/packs");

export interface PacksSearch {
  new?: true;
  edit?: string;
  review?: string;
}

export function PacksPage() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const { isAdmin } = useActiveOrganization();
  const { data: packs } = usePacks();
  const show = (next: PacksSearch) => void navigate({ to: "/skills/packs", search: next, replace: true });
  const known = (id: string | undefined) => packs?.find((pack) => pack.id === id) ?? null;
  const edited = known(search.edit);
  const reviewed = known(search.review);
  useShortcut({ keys: "n", label: "Add a pack", group: "Skills", run: () => show({ new: true }) }, isAdmin === true);
  const add = (
    <Button variant="primary" onClick={() => show({ new: true })}>
      <Plus className="size-4" aria-hidden />
      Add a pack
    </Button>
  );
  const back = (
    <Button asChild variant="ghost" size="icon">
      <Link to="/skills" aria-label="Back to skills">
        <ArrowLeft className="size-4" aria-hidden />
      </Link>
    </Button>
  );
  return (
    <Page>
      <PageHeader leading={back} title="Packs" description="Git repositories with skills." actions={isAdmin && add} />
      {isAdmin === false ? <AdminsOnly /> : <PackList add={add} show={show} />}
      <PackDialog
        open={isAdmin === true && (search.new === true || edited !== null)}
        pack={edited}
        onClose={() => show({})}
      />
      {reviewed && <ReviewPanel key={reviewed.id} pack={reviewed} onClose={() => show({})} />}
    </Page>
  );
}

function PackList({ add, show }: { add: ReactNode; show: (next: PacksSearch) => void }) {
  const { data: packs, error, refetch } = usePacks();
  const list = useListKeys<HTMLUListElement>("pack");
  if (error) return <ErrorState title="The packs could not be loaded" error={error} onRetry={refetch} />;
  if (!packs) {
    return (
      <Loading label="Loading the packs" className="flex flex-col gap-3">
        <Skeleton className="h-24" />
        <Skeleton className="h-24" />
      </Loading>
    );
  }
  if (packs.length === 0) {
    return (
      <EmptyState icon={Package} title="No packs yet" action={add}>
        A pack is a git repository with skills. Adding one reads nothing; what it holds is shown to you first, and
        counts once you apply it.
      </EmptyState>
    );
  }
  return (
    <ul ref={list} className="rounded-lg border bg-surface" aria-label="Packs">
      {packs.map((pack) => (
        <PackRow
          key={pack.id}
          pack={pack}
          onEdit={() => show({ edit: pack.id })}
          onReview={() => show({ review: pack.id })}
        />
      ))}
    </ul>
  );
}
