import { getRouteApi, Link } from "@tanstack/react-router";
import { ArrowLeft, Layers, Trash2 } from "lucide-react";
import { isUnknown } from "@/lib/api/errors";
import type { BoardGroup, BoardGroupSnapshot } from "@/lib/api/types";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { named } from "@/lib/named";
import { useDocumentTitle } from "@/lib/useDocumentTitle";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { useActiveOrganization } from "../organizations/queries";
import { AddBoard } from "./AddBoard";
import { GroupActions } from "./GroupActions";
import { GroupBoard } from "./GroupBoard";
import { GroupChat } from "./GroupChat";
import { PaceForm } from "./PaceForm";
import { useGroupSnapshot } from "./queries";

const route = getRouteApi("/shell/groups/$groupId");

export function GroupPage() {
  const { groupId } = route.useParams();
  // Another group is another page: what was typed belongs to the one before.
  return (
    <Page>
      <KnownGroup key={groupId} groupId={groupId} />
    </Page>
  );
}

function KnownGroup({ groupId }: { groupId: string }) {
  const { data, error, refetch } = useGroupSnapshot(groupId);
  if (data?.group) return <Group group={data.group} boards={data.boards} />;
  if (data === null || isUnknown(error)) return <GroupGone deleted={data === null} />;
  if (error) return <ErrorState title="The group could not be loaded" error={error} onRetry={refetch} />;
  return <GroupSkeleton />;
}

interface GroupProps {
  group: BoardGroup;
  boards: BoardGroupSnapshot["boards"];
}

function Group({ group, boards }: GroupProps) {
  const { isAdmin } = useActiveOrganization();
  const list = useListKeys<HTMLDivElement>("task or board");
  return (
    <>
      <Button asChild variant="ghost" size="sm" className="-ml-2 mb-1">
        <Link to="/groups">
          <ArrowLeft className="size-4" aria-hidden />
          Groups
        </Link>
      </Button>
      <PageHeader
        title={named(group.name)}
        description={group.description}
        actions={
          <>
            <GroupChat group={group} boardIds={boards.map(({ board }) => board.id)} />
            {isAdmin && <GroupActions group={group} boards={boards.map(({ board }) => board)} />}
          </>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <div ref={list} className="flex min-w-0 flex-col gap-4">
          {boards.length === 0 ? <NoBoards /> : boards.map((one) => <GroupBoard key={one.board.id} {...one} />)}
          <AddBoard group={group} />
        </div>
        {isAdmin && <PaceForm group={group} boardIds={boards.map(({ board }) => board.id)} />}
      </div>
    </>
  );
}

function NoBoards() {
  return (
    <div className="rounded-lg border bg-surface">
      <EmptyState icon={Layers} title="No boards in this group">
        Add boards that belong together: what happens on each shows here, and their agents can see it too.
      </EmptyState>
    </div>
  );
}

function GroupGone({ deleted }: { deleted: boolean }) {
  useDocumentTitle(deleted ? "Group deleted" : "Group not found");
  return (
    <EmptyState
      wholePage
      icon={deleted ? Trash2 : Layers}
      title={deleted ? "This group was deleted" : "There is no such group"}
      action={
        <Button asChild variant="primary">
          <Link to="/groups">See all groups</Link>
        </Button>
      }
    >
      {deleted ? "Its boards are still there, without a group." : "It was deleted, or belongs to another organization."}
    </EmptyState>
  );
}

function GroupSkeleton() {
  return (
    <Loading label="Loading the group" className="flex flex-col gap-6">
      <Skeleton className="h-8 w-56" />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="flex flex-col gap-4">
          <Skeleton className="h-44 rounded-lg" />
          <Skeleton className="h-44 rounded-lg" />
        </div>
        <Skeleton className="h-56 rounded-lg" />
      </div>
    </Loading>
  );
}
