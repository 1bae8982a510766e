import { ListChecks, RotateCcw } from "lucide-react";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { FailedJobs } from "./FailedJobs";
import { QueuedJobs } from "./QueuedJobs";
import { useRetryAllJobs, useSystemStatus } from "./queries";
import { DiskFull } from "./SystemCard";

/** The background jobs of the whole installation, for who sees to it. */
export function JobsPage() {
  const { data, error, refetch } = useSystemStatus();
  if (error && !data) {
    return (
      <Page>
        <ErrorState title="The jobs could not be loaded" error={error} onRetry={refetch} />
      </Page>
    );
  }
  if (!data) {
    return (
      <Page>
        <PageHeader title="Jobs" />
        <Loading label="Loading the jobs" className="flex flex-col gap-3">
          <Skeleton className="h-16 rounded-lg" />
          <Skeleton className="h-16 rounded-lg" />
        </Loading>
      </Page>
    );
  }
  if (!data.runs_installation) {
    return (
      <Page>
        <PageHeader title="Jobs" />
        <EmptyState icon={ListChecks} title="The jobs are for who sees to the installation" wholePage>
          They belong to no organization. On the server, <code>mission-control admins add</code> names such people.
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page>
      <PageHeader
        title="Jobs"
        description="What this installation does in the background, for all organizations."
        actions={data.jobs.failed > 1 && <RetryAll count={data.jobs.failed} />}
      />
      <DiskFull since={data.disk_full_since} />
      <FailedJobs />
      <QueuedJobs />
    </Page>
  );
}

function RetryAll({ count }: { count: number }) {
  const retry = useRetryAllJobs();
  return (
    <Button
      busy={retry.isPending}
      onClick={() =>
        announce(retry.mutateAsync(), {
          done: ({ retried }) => `${retried} jobs are queued again`,
          failed: "The jobs are not queued again",
        })
      }
    >
      <RotateCcw className="size-4" aria-hidden />
      Retry all {count}
    </Button>
  );
}
