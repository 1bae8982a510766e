import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Hand, Zap } from "lucide-react";
import { useState } from "react";
import { api, read } from "@/lib/api/client";
import type { TaskRun } from "@/lib/api/types";
import { keys } from "@/lib/queryKeys";
import { useNow } from "@/lib/time/useNow";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { ErrorState } from "@/ui/ErrorState";
import { RelativeTime } from "@/ui/RelativeTime";
import { Sentence } from "@/ui/Sentence";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { lengthOf, outcomeOf, spentOf, sumOf } from "./runs";

const PAGE = 20;

/** The turns of models that were begun for the task, and which agents have had it, newest first. */
export function RunsTab({ boardId, taskId }: { boardId: string; taskId: string }) {
  const [shown, setShown] = useState(PAGE);
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: keys.runsOf(taskId, shown),
    queryFn: ({ signal }) =>
      read(
        api.GET("/api/v1/boards/{board_id}/tasks/{task_id}/runs", {
          params: { path: { board_id: boardId, task_id: taskId }, query: { limit: shown } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
  if (error && !data) return <ErrorState title="The runs could not be loaded" error={error} onRetry={refetch} />;
  if (!data) {
    return (
      <Loading label="Loading the runs" className="flex flex-col gap-3">
        <Skeleton className="h-12" />
        <Skeleton className="h-12" />
      </Loading>
    );
  }
  const sum = sumOf(data);
  if (!sum) return <p className="text-muted">No agent has had this task yet, and none was woken for it.</p>;
  return (
    <>
      <p className="mb-3 text-sm text-muted">{sum}</p>
      <ol>
        {data.items.map((run) => (
          <RunItem key={run.id} run={run} />
        ))}
      </ol>
      {data.total > data.items.length && shown < 200 && (
        <Button size="sm" busy={isFetching} onClick={() => setShown(Math.min(200, shown + PAGE * 2))}>
          Show older
        </Button>
      )}
    </>
  );
}

function RunItem({ run }: { run: TaskRun }) {
  const now = useNow();
  const { label, tone } = outcomeOf(run);
  const Icon = run.kind === "turn" ? Zap : Hand;
  const spent = spentOf(run);
  const name = run.agent_name ?? "An agent that is gone";
  return (
    <li className="flex gap-3 border-t py-2 first:border-t-0">
      <Icon className="mt-1 size-4 shrink-0 text-muted" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="wrap-anywhere">
            {run.agent_id ? (
              <Link to="/agents/$agentId" params={{ agentId: run.agent_id }} className="font-medium hover:underline">
                {name}
              </Link>
            ) : (
              <span className="font-medium">{name}</span>
            )}{" "}
            {run.kind === "turn" ? "was woken" : run.began_by ? `was given it by ${run.began_by}` : "took it"}
          </span>
          <Badge tone={tone}>{label}</Badge>
        </p>
        {run.why.map((text) => (
          <p key={text} className="line-clamp-2 text-sm wrap-anywhere">
            {text}
          </p>
        ))}
        {run.others > 0 && (
          <p className="text-sm text-muted">
            and {run.others === 1 ? "one other thing" : `${run.others} other things`}
          </p>
        )}
        {run.reason && (
          <p className="line-clamp-3 text-sm wrap-anywhere text-muted">
            <Sentence text={run.reason} />
          </p>
        )}
        <p className="flex flex-wrap gap-x-1.5 text-sm text-muted">
          <RelativeTime at={run.began_at} />
          <span aria-hidden>·</span>
          <span>{lengthOf(run, now)}</span>
          {spent && (
            <>
              <span aria-hidden>·</span>
              <span className="wrap-anywhere">{spent}</span>
            </>
          )}
        </p>
      </div>
    </li>
  );
}
