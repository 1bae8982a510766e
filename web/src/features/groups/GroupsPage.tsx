import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Layers, Plus } from "lucide-react";
import type { ReactNode } from "react";
import type { BoardGroup } from "@/lib/api/types";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { RelativeTime } from "@/ui/RelativeTime";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { useBoards } from "../boards/queries";
import { useActiveOrganization } from "../organizations/queries";
import { GroupDialog } from "./GroupDialog";
import { useCreateGroup, useGroups } from "./queries";

const route = getRouteApi("/shell/groups");

export function GroupsPage() {
  const creating = route.useSearch().new === true;
  const navigate = useNavigate();
  const { isAdmin } = useActiveOrganization();
  const setCreating = (open: boolean) =>
    void navigate({ to: "/groups", search: open ? { new: true } : {}, replace: !open });
  useShortcut({ keys: "n", label: "New group", group: "Groups", run: () => setCreating(true) }, isAdmin === true);
  const newGroup = isAdmin !== false && (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus className="size-4" aria-hidden />
      New group
    </Button>
  );
  return (
    <Page>
      <PageHeader title="Groups" actions={newGroup} />
      <GroupList newGroup={newGroup} />
      {creating && isAdmin !== false && <NewGroup onClose={() => setCreating(false)} />}
    </Page>
  );
}

function NewGroup({ onClose }: { onClose: () => void }) {
  const create = useCreateGroup();
  const navigate = useNavigate();
  const open = ({ id }: BoardGroup) => void navigate({ to: "/groups/$groupId", params: { groupId: id } });
  return (
    <GroupDialog
      title="New group"
      action="Create group"
      busy={create.isPending}
      error={create.error}
      onClose={onClose}
      onSave={(draft) =>
        announce(create.mutateAsync({ ...draft, slug: "" }, { onSuccess: open }), {
          done: (group) => `${named(group.name)} is ready`,
        })
      }
    />
  );
}

function GroupList({ newGroup }: { newGroup: ReactNode }) {
  const { data: groups, error, refetch } = useGroups();
  const list = useListKeys<HTMLUListElement>("group");
  if (error) return <ErrorState title="The groups could not be loaded" error={error} onRetry={refetch} />;
  if (!groups) return <GroupListSkeleton />;
  if (groups.length === 0) {
    return (
      <EmptyState icon={Layers} title="No groups yet" action={newGroup}>
        A group holds boards that belong together: you see them on one page, and their agents see what the other boards
        are at.
      </EmptyState>
    );
  }
  return (
    <ul ref={list} className="overflow-hidden rounded-lg border bg-surface">
      {groups.map((group) => (
        <GroupRow key={group.id} group={group} />
      ))}
    </ul>
  );
}

function GroupRow({ group }: { group: BoardGroup }) {
  const { data: boards } = useBoards();
  const members = boards?.filter((board) => board.board_group_id === group.id);
  return (
    <li className="relative flex flex-wrap items-center gap-x-4 gap-y-1.5 border-b px-4 py-(--pad) last:border-b-0 hover:bg-hover">
      <div className="min-w-0 flex-1 basis-60">
        <Link
          data-row
          to="/groups/$groupId"
          params={{ groupId: group.id }}
          className="font-medium wrap-anywhere after:absolute after:inset-0"
        >
          {named(group.name)}
        </Link>
        {group.description && <p className="truncate text-sm text-muted">{group.description}</p>}
      </div>
      <p className="min-w-0 truncate text-sm text-muted sm:max-w-80">{members && boardsInWords(members)}</p>
      <span className="w-24 text-right text-sm text-muted max-sm:hidden">
        <RelativeTime at={group.updated_at} />
      </span>
    </li>
  );
}

function boardsInWords(boards: { name: string }[]): string {
  if (boards.length === 0) return "No boards yet";
  return boards.map(({ name }) => named(name)).join(", ");
}

function GroupListSkeleton() {
  return (
    <Loading label="Loading groups" className="rounded-lg border bg-surface">
      {["a", "b", "c"].map((row) => (
        <div key={row} className="flex items-center gap-4 border-b px-4 py-3 last:border-b-0">
          <div className="flex-1 space-y-2">
            <Skeleton className="h-4 w-40" />
            <Skeleton className="h-3 w-72 max-w-full" />
          </div>
          <Skeleton className="h-4 w-32 max-sm:hidden" />
        </div>
      ))}
    </Loading>
  );
}
