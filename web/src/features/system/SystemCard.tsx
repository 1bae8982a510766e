import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { SystemStatus } from "@/lib/api/types";
import { useLive } from "@/lib/live/LiveProvider";
import { duration } from "@/lib/time/relative";
import { Badge } from "@/ui/Badge";
import { ErrorState } from "@/ui/ErrorState";
import { RelativeTime } from "@/ui/RelativeTime";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { databaseName, useSystemStatus } from "./queries";

/** The server as it is now, and whether this page hears from it. */
export function SystemCard() {
  const { data, error, refetch } = useSystemStatus();
  if (error) return <ErrorState title="The system status could not be loaded" error={error} onRetry={refetch} />;
  if (data) {
    return (
      <div className="flex max-w-xl flex-col gap-3">
        <DiskFull since={data.disk_full_since} />
        <Facts status={data} />
        <Jobs status={data} />
      </div>
    );
  }
  return (
    <Loading label="Loading the system status" className="grid max-w-xl gap-3 sm:grid-cols-2">
      {["a", "b", "c", "d", "e", "f"].map((row) => (
        <Skeleton key={row} className="h-14 rounded-lg" />
      ))}
    </Loading>
  );
}

/** Nothing else on these pages would show it: what was written before can still be read. */
export function DiskFull({ since }: { since: string | null | undefined }) {
  if (!since) return null;
  return (
    <p role="alert" className="rounded-lg border bg-bad-tint px-3 py-2 text-bad">
      The disk of the database is full or fails, first noticed <RelativeTime at={since} />: nothing is written any more.
      Make room on it, and all goes on by itself.
    </p>
  );
}

function Facts({ status }: { status: SystemStatus }) {
  const { state } = useLive();
  const { pending, failed } = status.jobs;
  return (
    <dl className="grid gap-3 sm:grid-cols-2">
      <Fact name="Version">
        {status.version} <span className="text-muted">({status.environment})</span>
      </Fact>
      <Fact name="Running for">{duration(status.uptime_seconds)}</Fact>
      <Fact name="Database">{databaseName(status)}</Fact>
      <Fact name="Jobs">
        {pending} waiting{" "}
        {failed > 0 ? <Badge tone="bad">{failed} failed</Badge> : <span className="text-muted">none failed</span>}
      </Fact>
      <Fact name="Open streams">{status.streams}</Fact>
      <Fact name="This page">{state.status === "live" ? "Live" : "Not live at the moment"}</Fact>
      <Fact name="Events so far">{status.events.position.toLocaleString()}</Fact>
    </dl>
  );
}

function Jobs({ status }: { status: SystemStatus }) {
  if (status.runs_installation) {
    return (
      <p>
        <Link to="/jobs" className="text-accent-text underline">
          See the jobs
        </Link>
      </p>
    );
  }
  if (status.jobs.failed === 0) return null;
  return <p className="text-sm text-muted">Who sees to this installation has to look at the jobs that failed.</p>;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="rounded-lg border bg-surface px-3 py-2">
      <dt className="text-sm text-muted">{name}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  );
}
