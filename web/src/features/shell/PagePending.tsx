import { useLive } from "@/lib/live/LiveProvider";
import { Page } from "@/ui/PageHeader";
import { Loading, Skeleton } from "@/ui/Skeleton";

/** Shown while the code of a page is on its way, which takes until the server is back when it is away. */
export function PagePending() {
  const away = useLive().state.status === "reconnecting";
  return (
    <Page>
      <Loading label="Loading the page" className="flex flex-col gap-4">
        {away && <p className="text-muted">The server cannot be reached. This page opens as soon as it answers.</p>}
        <Skeleton className="h-8 w-48" />
        <Skeleton className="h-64 rounded-lg" />
      </Loading>
    </Page>
  );
}
