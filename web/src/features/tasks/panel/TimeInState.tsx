import { useQuery } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { keys } from "@/lib/queryKeys";
import { duration } from "@/lib/time/relative";
import { STATUS, STATUSES, StatusIcon } from "../StatusBadge";

/** How long the task has been in each state, in all. */
export function TimeInState({ boardId, taskId }: { boardId: string; taskId: string }) {
  const { data } = useQuery({
    queryKey: keys.history(taskId),
    queryFn: ({ signal }) =>
      read(
        api.GET("/api/v1/boards/{board_id}/tasks/{task_id}/history", {
          params: { path: { board_id: boardId, task_id: taskId }, query: { limit: 1 } },
          signal,
        }),
      ),
    refetchInterval: 60_000,
  });
  const spent = STATUSES.map((status) => ({ status, seconds: data?.seconds_by_status[status] ?? 0 }));
  if (!data || data.total === 0) return null;
  return (
    <section aria-label="Time in each state" className="mb-4">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-1 rounded-md bg-sunken px-3 py-2 sm:grid-cols-4">
        {spent.map(({ status, seconds }) => (
          <div key={status}>
            <dt className="flex items-center gap-1.5 text-sm text-muted">
              <StatusIcon status={status} className="size-3.5" />
              {STATUS[status].label}
            </dt>
            <dd className="font-medium tabular-nums">{seconds > 0 ? duration(seconds) : "–"}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
