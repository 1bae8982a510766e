import { CircleCheck, RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import type { FailedJob } from "@/lib/api/types";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { RelativeTime } from "@/ui/RelativeTime";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { useDiscardJob, useFailedJobs, useRetryJob } from "./queries";

const PER_PAGE = 50;
const MOST = 200;

/** Dead letters: kept until somebody has them done again or drops them. */
export function FailedJobs() {
  return (
    <section aria-labelledby="failed-jobs" className="mb-8">
      <h2 id="failed-jobs" className="mb-2 font-semibold">
        Given up
      </h2>
      <List />
    </section>
  );
}

function List() {
  const [shown, setShown] = useState(PER_PAGE);
  const { data, error, refetch } = useFailedJobs(shown);
  const list = useListKeys<HTMLUListElement>("job");
  if (error && !data) return <ErrorState title="The jobs could not be loaded" error={error} onRetry={refetch} />;
  if (!data) {
    return (
      <Loading label="Loading the jobs that were given up">
        <Skeleton className="h-16 rounded-lg" />
      </Loading>
    );
  }
  if (data.items.length === 0) {
    return (
      <EmptyState icon={CircleCheck} title="No job was given up">
        A job that fails is tried again, further and further apart; one that never works is kept here.
      </EmptyState>
    );
  }
  return (
    <>
      <ul ref={list} aria-label="Jobs that were given up" className="rounded-lg border bg-surface">
        {data.items.map((job) => (
          <Row key={job.id} job={job} />
        ))}
      </ul>
      {data.total > data.items.length && shown < MOST && (
        <Button className="mx-auto mt-4 flex" onClick={() => setShown(MOST)}>
          Show more of {data.total}
        </Button>
      )}
    </>
  );
}

function Row({ job }: { job: FailedJob }) {
  const retry = useRetryJob();
  const again = () =>
    announce(retry.mutateAsync(job.id), {
      done: `${job.name} is queued again`,
      failed: "The job is not queued again",
    });
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b px-4 py-(--pad) last:border-b-0">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium wrap-anywhere">{job.name}</p>
        <p className="text-sm text-bad wrap-anywhere">{job.last_error ?? "No reason was recorded."}</p>
        <p className="text-sm text-muted">
          {job.attempts} attempts, the last <RelativeTime at={job.failed_at} />
        </p>
        <details className="mt-1 text-sm">
          <summary className="w-fit cursor-pointer text-muted">What it was to work on</summary>
          <pre className="mt-1 overflow-x-auto rounded-md bg-sunken p-2">{JSON.stringify(job.arguments, null, 2)}</pre>
        </details>
      </div>
      <div className="flex gap-1">
        <Button
          size="sm"
          data-row
          busy={retry.isPending}
          aria-label={`Retry ${job.name}, job ${job.id}`}
          onClick={again}
        >
          <RotateCcw className="size-3.5" aria-hidden />
          Retry
        </Button>
        <Discard job={job} />
      </div>
    </li>
  );
}

function Discard({ job }: { job: FailedJob }) {
  const [asks, setAsks] = useState(false);
  const discard = useDiscardJob();
  const drop = async () => {
    await announce(discard.mutateAsync(job.id), { done: `${job.name} is dropped`, failed: "The job is not dropped" });
    setAsks(false);
  };
  return (
    <>
      <Button variant="ghost" size="sm" aria-label={`Drop ${job.name}, job ${job.id}`} onClick={() => setAsks(true)}>
        <Trash2 className="size-3.5" aria-hidden />
        Drop
      </Button>
      <Confirm
        open={asks}
        onOpenChange={setAsks}
        title={`Drop ${job.name}?`}
        action="Drop job"
        busy={discard.isPending}
        onConfirm={drop}
      >
        What it was to do will not be done. The audit log keeps that you dropped it.
      </Confirm>
    </>
  );
}
