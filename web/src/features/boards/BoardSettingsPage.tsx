import { getRouteApi, Link } from "@tanstack/react-router";
import { Target, Webhook } from "lucide-react";
import type { BoardSnapshot } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { Page, PageHeader } from "@/ui/PageHeader";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { ReadsOnly, Writing } from "../people/Writing";
import { BackToBoard, OfBoard } from "./OfBoard";
import { DeadlineSettings } from "./settings/DeadlineSettings";
import { DeleteBoard } from "./settings/DeleteBoard";
import { GatewaySettings } from "./settings/GatewaySettings";
import { GeneralSettings } from "./settings/GeneralSettings";
import { GroupSettings } from "./settings/GroupSettings";
import { PauseSettings } from "./settings/PauseSettings";
import { RuleSettings } from "./settings/RuleSettings";

const route = getRouteApi("/shell/boards/$boardId/settings");

export function BoardSettingsPage() {
  const { boardId } = route.useParams();
  return (
    <OfBoard boardId={boardId} skeleton={<SettingsSkeleton />}>
      {(board) => <Settings key={boardId} board={board} />}
    </OfBoard>
  );
}

function Settings({ board: { board, tasks, agents } }: { board: BoardSnapshot }) {
  const back = <BackToBoard board={board} />;
  const links = (
    <>
      <Button asChild variant="ghost">
        <Link to="/boards/$boardId/onboarding" params={{ boardId: board.id }}>
          <Target className="size-4" aria-hidden />
          Goal
        </Link>
      </Button>
      <Button asChild variant="ghost">
        <Link to="/boards/$boardId/webhooks" params={{ boardId: board.id }}>
          <Webhook className="size-4" aria-hidden />
          Webhooks
        </Link>
      </Button>
    </>
  );
  return (
    <Page>
      <div className="mx-auto flex max-w-2xl flex-col">
        <PageHeader leading={back} title={`Settings of ${named(board.name)}`} actions={links} />
        <ReadsOnly boardId={board.id} className="mb-4" />
        <div className="flex flex-col gap-6">
          <Writing boardId={board.id}>
            <GeneralSettings board={board} />
            <GatewaySettings board={board} />
            <GroupSettings board={board} />
            <RuleSettings board={board} />
            <DeadlineSettings board={board} />
            <PauseSettings board={board} />
            <DeleteBoard board={board} taskCount={tasks.length} agentCount={agents.length} />
          </Writing>
        </div>
      </div>
    </Page>
  );
}

function SettingsSkeleton() {
  return (
    <Page>
      <Loading label="Loading the board’s settings" className="mx-auto flex max-w-2xl flex-col gap-6">
        <Skeleton className="h-8 w-64" />
        <Skeleton className="h-64" />
        <Skeleton className="h-80" />
      </Loading>
    </Page>
  );
}
