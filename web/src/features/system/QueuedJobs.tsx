import type { QueuedJobs as Queued } from "@/lib/api/types";
import { Badge } from "@/ui/Badge";
import { ErrorState } from "@/ui/ErrorState";
import { RelativeTime } from "@/ui/RelativeTime";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { useQueuedJobs } from "./queries";

/** What waits or runs, by the names of the jobs. */
export function QueuedJobs() {
  return (
    <section aria-labelledby="queued-jobs">
      <h2 id="queued-jobs" className="mb-2 font-semibold">
        In the queue
      </h2>
      <List />
    </section>
  );
}

function List() {
  const { data, error, refetch } = useQueuedJobs();
  if (error && !data) return <ErrorState title="The queue could not be loaded" error={error} onRetry={refetch} />;
  if (!data) {
    return (
      <Loading label="Loading the queue">
        <Skeleton className="h-10 rounded-lg" />
      </Loading>
    );
  }
  if (data.items.length === 0) return <p className="text-muted">Nothing waits: all that was asked for is done.</p>;
  return (
    <ul aria-label="Jobs in the queue" className="divide-y rounded-lg border bg-surface">
      {data.items.map((job) => (
        <Row key={job.name} job={job} />
      ))}
    </ul>
  );
}

function Row({ job }: { job: Queued }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
      <span className="min-w-0 flex-1 basis-48 font-medium wrap-anywhere">{job.name}</span>
      {job.retrying > 0 && <Badge tone="warn">{job.retrying} tried before</Badge>}
      <span className="text-sm text-muted">
        {job.waiting} {job.waiting === 1 ? "job" : "jobs"}, {job.next_at ? <Next at={job.next_at} /> : "due now"}
      </span>
    </li>
  );
}

function Next({ at }: { at: string }) {
  if (Date.parse(at) <= Date.now()) return "due now";
  return (
    <>
      next <RelativeTime at={at} />
    </>
  );
}
