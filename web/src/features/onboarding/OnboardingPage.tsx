import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import type { BoardSnapshot, Onboarding } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { BackToBoard, OfBoard } from "../boards/OfBoard";
import { useMayWrite } from "../people/mayWrite";
import { ReadsOnly, Writing } from "../people/Writing";
import { Beginning } from "./Beginning";
import { Confirmed } from "./Confirmed";
import { Interview } from "./Interview";
import { useOnboarding, useStart } from "./queries";

const route = getRouteApi("/shell/boards/$boardId/onboarding");

export function OnboardingPage() {
  const { boardId } = route.useParams();
  const skeleton = (
    <Page>
      <GoalSkeleton />
    </Page>
  );
  return (
    <OfBoard boardId={boardId} skeleton={skeleton}>
      {(board) => <Goal key={boardId} board={board} />}
    </OfBoard>
  );
}

function Goal({ board: snapshot }: { board: BoardSnapshot }) {
  const { board } = snapshot;
  const { data: onboarding, error, refetch } = useOnboarding(board.id);
  const back = <BackToBoard board={board} />;
  const mayWrite = useMayWrite(board.id);
  const again = mayWrite && onboarding && onboarding.status !== "confirmed" && <BeginAnew boardId={board.id} />;
  return (
    <Page>
      <div className="mx-auto flex max-w-2xl flex-col">
        <PageHeader leading={back} title={`Goal of ${named(board.name)}`} actions={again} />
        <ReadsOnly boardId={board.id} className="mb-4" />
        {error ? (
          <ErrorState title="The interview could not be loaded" error={error} onRetry={refetch} />
        ) : onboarding === undefined ? (
          <GoalSkeleton />
        ) : (
          <Writing boardId={board.id}>
            <Stage board={snapshot} onboarding={onboarding} />
          </Writing>
        )}
      </div>
    </Page>
  );
}

function Stage({ board, onboarding }: { board: BoardSnapshot; onboarding: Onboarding | null }) {
  const { write } = route.useSearch();
  const navigate = useNavigate();
  const writeIt = (on: boolean) =>
    void navigate({
      to: "/boards/$boardId/onboarding",
      params: { boardId: board.board.id },
      search: on ? { write: true } : {},
      replace: !on,
    });
  if (!onboarding) return <Beginning board={board.board} writing={write === true} onWrite={writeIt} />;
  if (onboarding.status === "confirmed") {
    return <Confirmed board={board} writing={write === true} onWrite={writeIt} />;
  }
  return (
    <Interview
      key={onboarding.id}
      board={board.board}
      onboarding={onboarding}
      writing={write === true}
      onWrite={writeIt}
    />
  );
}

function BeginAnew({ boardId }: { boardId: string }) {
  const [asking, setAsking] = useState(false);
  const start = useStart(boardId);
  const begin = () =>
    announce(start.mutateAsync({ restart: true }, { onSuccess: () => setAsking(false) }), {
      failed: "The interview could not be begun anew",
    });
  return (
    <>
      <Button variant="ghost" onClick={() => setAsking(true)}>
        <RotateCcw className="size-4" aria-hidden />
        <span className="max-sm:sr-only">Begin anew</span>
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Begin the interview anew?"
        action="Begin anew"
        busy={start.isPending}
        onConfirm={begin}
      >
        What was said and drafted so far is given up.
      </Confirm>
    </>
  );
}

function GoalSkeleton() {
  return (
    <Loading label="Loading the interview" className="flex flex-col gap-4">
      <Skeleton className="h-16" />
      <Skeleton className="h-40" />
      <Skeleton className="h-10 w-48" />
    </Loading>
  );
}
