import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Layers, Plus, SquareKanban } from "lucide-react";
import type { Board } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { NotLoaded } from "@/ui/Loaded";
import { Page, PageHeader } from "@/ui/PageHeader";
import { RelativeTime } from "@/ui/RelativeTime";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { useGroups } from "../groups/queries";
import { useActiveOrganization } from "../organizations/queries";
import { PausedBadge } from "../pausing/PausedBadge";
import { CreateBoardDialog } from "./CreateBoardDialog";
import { GroupFilter } from "./GroupFilter";
import { useBoards } from "./queries";
import { activeRules } from "./rules";
import { NO_GROUP, type Section, sectionsOf } from "./sections";

const route = getRouteApi("/shell/boards");

const MADE_BY_ADMINS = "Administrators of your organization make boards, and share them.";

export function BoardsPage() {
  const { new: creating = false, group } = route.useSearch();
  const navigate = useNavigate();
  const setCreating = (open: boolean) =>
    void navigate({ to: "/boards", search: { group, ...(open && { new: true }) }, replace: !open });
  const { isAdmin } = useActiveOrganization();
  const newBoard = isAdmin !== false && (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus className="size-4" aria-hidden />
      New board
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title="Boards"
        description={isAdmin === false ? MADE_BY_ADMINS : undefined}
        actions={
          <>
            <Button asChild className="md:hidden">
              <Link to="/groups">
                <Layers className="size-4" aria-hidden />
                Groups
              </Link>
            </Button>
            {newBoard}
          </>
        }
      />
      <BoardList newBoard={newBoard} group={group} />
      <CreateBoardDialog open={creating && isAdmin !== false} onOpenChange={setCreating} />
    </Page>
  );
}

function BoardList({ newBoard, group }: { newBoard: React.ReactNode; group?: string }) {
  const { data: boards, error, refetch } = useBoards();
  const askedGroups = useGroups();
  const groups = askedGroups.data ?? [];
  if (error) return <ErrorState title="The boards could not be loaded" error={error} onRetry={refetch} />;
  if (!boards) return <BoardListSkeleton />;
  if (boards.length === 0) {
    return (
      <EmptyState icon={SquareKanban} title="No boards yet" action={newBoard}>
        {newBoard
          ? "A board holds tasks and the agents that work on them. Make one, add a task, and let an agent claim it."
          : "A board holds tasks and the agents that work on them. None is shared with you yet."}
      </EmptyState>
    );
  }
  // Without the groups nobody knows which boards are in the one that was chosen.
  if (group && !askedGroups.data) return <NotLoaded query={askedGroups} what="groups" />;
  const sections = sectionsOf(boards, groups, group);
  return (
    <>
      {(groups.length > 0 || group) && <GroupFilter groups={groups} chosen={group} />}
      {sections.length === 0 && (
        <EmptyState icon={SquareKanban} title="No board here">
          {boards.length === 1 ? "The one board there is, is not" : `None of the ${boards.length} boards is`} in what
          was chosen.
        </EmptyState>
      )}
      {sections.map((section) => (
        <BoardSection key={section.id} section={section} />
      ))}
    </>
  );
}

/** Without a heading where there is nothing to tell apart. */
function BoardSection({ section: { id, name, boards } }: { section: Section }) {
  return (
    <section aria-labelledby={name === null ? undefined : `section-${id}`} className="mb-5 last:mb-0">
      {name !== null && (
        <h2 id={`section-${id}`} className="mb-1.5 truncate text-sm font-medium text-muted">
          {id === NO_GROUP ? (
            name
          ) : (
            <Link
              to="/groups/$groupId"
              params={{ groupId: id }}
              className="inline-block min-h-6 leading-6 hover:underline"
            >
              {name}
            </Link>
          )}
        </h2>
      )}
      <ul className="overflow-hidden rounded-lg border bg-surface">
        {boards.map((board) => (
          <BoardRow key={board.id} board={board} />
        ))}
      </ul>
    </section>
  );
}

function BoardRow({ board }: { board: Board }) {
  const rules = activeRules(board);
  return (
    <li className="relative flex flex-wrap items-center gap-x-4 gap-y-1.5 border-b px-4 py-(--pad) last:border-b-0 hover:bg-hover">
      <div className="min-w-0 flex-1 basis-60">
        <span className="flex flex-wrap items-center gap-2">
          <Link
            to="/boards/$boardId"
            params={{ boardId: board.id }}
            className="min-w-0 font-medium wrap-anywhere after:absolute after:inset-0"
          >
            {named(board.name)}
          </Link>
          {board.pauses.length > 0 && <PausedBadge />}
        </span>
        <p className="truncate text-sm text-muted" title={board.description}>
          {board.description}
        </p>
      </div>
      <div className="flex flex-wrap gap-1.5">
        {rules.map((rule) => (
          <Badge key={rule.name}>{rule.label}</Badge>
        ))}
      </div>
      <span className="w-24 text-right text-sm text-muted max-sm:hidden">
        <RelativeTime at={board.updated_at} />
      </span>
    </li>
  );
}

function BoardListSkeleton() {
  return (
    <Loading label="Loading boards" className="rounded-lg border bg-surface">
      {["a", "b", "c", "d"].map((row) => (
        <div key={row} className="flex items-center gap-4 border-b px-4 py-3 last:border-b-0">
          <div className="flex-1 space-y-2">
            <Skeleton className="h-4 w-40" />
            <Skeleton className="h-3 w-72 max-w-full" />
          </div>
          <Skeleton className="h-5 w-32 max-sm:hidden" />
        </div>
      ))}
    </Loading>
  );
}
