import { Link } from "@tanstack/react-router";
import { errorMessage } from "@/lib/api/errors";
import type { Template, TemplateRun } from "@/lib/api/types";
import { exact } from "@/lib/time/relative";
import { Badge, type Tone } from "@/ui/Badge";
import { RelativeTime } from "@/ui/RelativeTime";
import { Skeleton } from "@/ui/Skeleton";
import { useTemplateRuns } from "./queries";

const OUTCOMES: Record<TemplateRun["outcome"], { label: string; tone: Tone }> = {
  created: { label: "Made a task", tone: "ok" },
  skipped: { label: "Skipped", tone: "warn" },
  failed: { label: "Failed", tone: "bad" },
};

export function LastRun({ run, boardId }: { run: TemplateRun | null; boardId: string }) {
  if (!run) return <span>No run yet</span>;
  return (
    <>
      <span>
        Last run <RelativeTime at={run.due_at} />
      </span>
      <Outcome run={run} boardId={boardId} />
    </>
  );
}

/** The last few, newest first. */
export function Runs({ template }: { template: Template }) {
  const { data, error } = useTemplateRuns(template.board_id, template.id);
  if (error) return <p className="mt-2 text-sm text-bad">{errorMessage(error)}</p>;
  if (!data) return <Skeleton className="mt-2 h-16" />;
  return (
    <ol aria-label={`Runs of ${template.name}`} className="mt-2 flex flex-col gap-1 text-sm text-muted">
      {data.items.map((run) => (
        <li key={run.id} className="flex flex-wrap items-center gap-x-2">
          <time dateTime={run.due_at}>{exact(run.due_at)}</time>
          <Outcome run={run} boardId={template.board_id} />
        </li>
      ))}
    </ol>
  );
}

function Outcome({ run, boardId }: { run: TemplateRun; boardId: string }) {
  const { label, tone } = OUTCOMES[run.outcome];
  return (
    <>
      <Badge tone={tone}>{label}</Badge>
      {run.reason && <span className="wrap-anywhere">{run.reason}</span>}
      {run.task_id && <TaskOfRun boardId={boardId} taskId={run.task_id} />}
    </>
  );
}

function TaskOfRun({ boardId, taskId }: { boardId: string; taskId: string }) {
  return (
    <Link
      to="/boards/$boardId"
      params={{ boardId }}
      search={{ task: taskId }}
      className="text-accent-text underline underline-offset-2"
    >
      Open the task
    </Link>
  );
}
