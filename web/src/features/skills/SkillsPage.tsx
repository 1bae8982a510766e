import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { GraduationCap, Package, Plus } from "lucide-react";
import type { ReactNode } from "react";
import type { Skill, SkillPack } from "@/lib/api/types";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { useActiveOrganization } from "../organizations/queries";
import { AdminsOnly } from "./AdminsOnly";
import { isNarrowed, narrowed, type SkillSearch } from "./filter";
import { usePacks, useSkills } from "./queries";
import { SkillDialog } from "./SkillDialog";
import { SkillFilters } from "./SkillFilters";
import { SkillPanel } from "./SkillPanel";
import { ReadMark } from "./SkillReading";

const route = getRouteApi("/shell/skills");

export function SkillsPage() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const { isAdmin } = useActiveOrganization();
  const show = (part: Partial<typeof search>) =>
    void navigate({ to: "/skills", search: { ...search, new: undefined, skill: undefined, ...part }, replace: true });
  useShortcut({ keys: "n", label: "Add a skill", group: "Skills", run: () => show({ new: true }) }, isAdmin === true);
  const add = (
    <Button onClick={() => show({ new: true })}>
      <Plus className="size-4" aria-hidden />
      Add a skill
    </Button>
  );
  const actions = isAdmin && (
    <>
      <PacksLink />
      {add}
    </>
  );
  return (
    <Page>
      <PageHeader title="Skills" description="What agents can be taught." actions={actions} />
      {isAdmin === false ? (
        <AdminsOnly />
      ) : (
        <Catalogue search={search} onSearch={(part) => show(part)} onOpen={(skill) => show({ skill })} />
      )}
      <SkillDialog open={search.new === true && isAdmin === true} onClose={() => show({})} />
      {search.skill && <SkillPanel key={search.skill} skillId={search.skill} onClose={() => show({})} />}
    </Page>
  );
}

function PacksLink() {
  return (
    <Button asChild variant="primary">
      <Link to="/skills/packs">
        <Package className="size-4" aria-hidden />
        Packs
      </Link>
    </Button>
  );
}

interface CatalogueProps {
  search: SkillSearch;
  onSearch: (part: SkillSearch) => void;
  onOpen: (skillId: string) => void;
}

function Catalogue({ search, onSearch, onOpen }: CatalogueProps) {
  const { data: skills, error, refetch } = useSkills();
  const { data: packs } = usePacks();
  const list = useListKeys<HTMLUListElement>("skill");
  if (error) return <ErrorState title="The skills could not be loaded" error={error} onRetry={refetch} />;
  if (!skills) return <SkillsSkeleton />;
  if (skills.length === 0) {
    return (
      <EmptyState icon={GraduationCap} title="No skills yet" action={<PacksLink />}>
        A skill is a folder with instructions for agents. Packs are git repositories with skills: add one, look at what
        it holds, and apply it.
      </EmptyState>
    );
  }
  const found = narrowed(skills, search);
  const named = new Map(packs?.map((pack) => [pack.id, pack]));
  return (
    <>
      <SkillFilters skills={skills} packs={packs ?? []} search={search} onSearch={onSearch} />
      {found.length === 0 ? (
        <EmptyState
          icon={GraduationCap}
          title="No skill fits"
          action={
            isNarrowed(search) && (
              <Button onClick={() => onSearch({ q: undefined, category: undefined, risk: undefined, pack: undefined })}>
                Clear filters
              </Button>
            )
          }
        />
      ) : (
        <ul ref={list} className="overflow-hidden rounded-lg border bg-surface" aria-label="Skills">
          {found.map((skill) => (
            <SkillRow
              key={skill.id}
              skill={skill}
              pack={named.get(skill.pack_id ?? "")}
              onOpen={() => onOpen(skill.id)}
            />
          ))}
        </ul>
      )}
    </>
  );
}

function SkillRow({ skill, pack, onOpen }: { skill: Skill; pack: SkillPack | undefined; onOpen: () => void }) {
  return (
    <li className="border-b last:border-b-0">
      <button
        type="button"
        data-row
        onClick={onOpen}
        className="flex w-full flex-wrap items-center gap-x-4 gap-y-1 px-4 py-(--pad) text-left -outline-offset-2 hover:bg-sunken"
      >
        <span className="min-w-0 flex-1 basis-64">
          <span className="block font-medium wrap-anywhere">{skill.name}</span>
          {skill.description && (
            <span className="line-clamp-2 text-sm text-muted wrap-anywhere">{skill.description}</span>
          )}
        </span>
        <Marks skill={skill} />
        <span className="w-40 truncate text-sm text-muted">{pack?.name ?? "Added by its address"}</span>
      </button>
    </li>
  );
}

function Marks({ skill }: { skill: Skill }): ReactNode {
  return (
    <span className="flex flex-wrap gap-1.5">
      {skill.installed && <Badge tone="ok">Installed</Badge>}
      {skill.needs_approval && <Badge tone="warn">Waits for a second administrator</Badge>}
      <ReadMark skill={skill} />
      {skill.vanished_at && <Badge tone="warn">No longer in its pack</Badge>}
      {skill.category && <Badge>{skill.category}</Badge>}
      {skill.risk && <Badge tone="info">Risk: {skill.risk}</Badge>}
    </span>
  );
}

function SkillsSkeleton() {
  return (
    <Loading label="Loading the skills" className="rounded-lg border bg-surface">
      {["a", "b", "c", "d"].map((row) => (
        <div key={row} className="flex flex-col gap-2 border-b px-4 py-3 last:border-b-0">
          <Skeleton className="h-5 w-40" />
          <Skeleton className="h-4 w-72 max-w-full" />
        </div>
      ))}
    </Loading>
  );
}
