import type { Board, Overview } from "@/lib/api/types";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { useBoards } from "../boards/queries";
import { useActiveOrganization } from "../organizations/queries";
import { FirstRun } from "./FirstRun";
import { firstSteps, isNew } from "./firstSteps";
import { Fleet, Flow } from "./Glance";
import { useGuideHidden } from "./guide";
import { NeedsMe } from "./NeedsMe";
import { useOverview } from "./queries";

export function HomePage() {
  const { data, error, refetch } = useOverview();
  const { data: boards, isPending } = useBoards();
  return (
    <Page>
      <PageHeader title="Home" />
      {error && !data && <ErrorState title="The overview could not be loaded" error={error} onRetry={refetch} />}
      {data && !isPending && <Content overview={data} boards={boards} />}
      {!error && (!data || isPending) && <HomeSkeleton />}
    </Page>
  );
}

function Content({ overview, boards }: { overview: Overview; boards: Board[] | undefined }) {
  const { active, isAdmin } = useActiveOrganization();
  const [hidden, hide] = useGuideHidden(active?.id ?? "");
  const steps = boards && firstSteps(boards.length, overview);
  // The steps are an administrator's: whoever only works here waits for a board to be shared.
  const guide = steps && isNew(steps) && isAdmin !== false && !hidden;
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_19rem]">
      <div className="flex min-w-0 flex-col gap-6">
        {guide && <FirstRun steps={steps} boards={boards} onHide={hide} />}
        {(!guide || overview.needs_me.length > 0) && <NeedsMe items={overview.needs_me} />}
      </div>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-1">
        <Fleet fleet={overview.fleet} />
        <Flow flow={overview.flow} />
      </div>
    </div>
  );
}

function HomeSkeleton() {
  return (
    <Loading label="Loading what needs you" className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_19rem]">
      <div>
        <Skeleton className="mb-3 h-5 w-24" />
        <div className="rounded-lg border bg-surface">
          {["a", "b", "c", "d"].map((row) => (
            <div key={row} className="flex flex-col gap-2 border-b px-4 py-3 last:border-b-0">
              <Skeleton className="h-5 w-28" />
              <Skeleton className="h-4 w-1/2" />
              <Skeleton className="h-4 w-4/5" />
            </div>
          ))}
        </div>
      </div>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-1">
        <Skeleton className="h-56 rounded-lg" />
        <Skeleton className="h-64 rounded-lg" />
      </div>
    </Loading>
  );
}
