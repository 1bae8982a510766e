import { Link } from "@tanstack/react-router";
import { Ban, Check, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import type { ApprovalDetail } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { cn } from "@/ui/cn";
import { Differences } from "@/ui/Differences";
import { ErrorState } from "@/ui/ErrorState";
import { Kbd } from "@/ui/Kbd";
import { Markdown } from "@/ui/Markdown";
import { RelativeTime } from "@/ui/RelativeTime";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { useMayWrite } from "../people/mayWrite";
import { ReadsOnly } from "../people/Writing";
import { STATUS, StatusIcon } from "../tasks/StatusBadge";
import { ApprovalBadge } from "./ApprovalBadge";
import { useApproval } from "./queries";
import type { Decisions } from "./useDecisions";
import { endingOf, fieldsOf, isCommand, nameOf } from "./words";

interface Props {
  place: { id: string; board_id: string };
  decisions: Decisions;
}

/** What is to be decided, and all that helps to. */
export function ApprovalView({ place, decisions }: Props) {
  const { data: approval, error, refetch } = useApproval(place);
  if (error && !approval) {
    return <ErrorState title="The approval could not be loaded" error={error} onRetry={refetch} />;
  }
  if (!approval) return <ViewSkeleton />;
  return (
    <article aria-label={`Approval of ${nameOf(approval)}`} className="flex flex-col gap-5 pb-4">
      <header className="flex flex-col gap-1.5">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="text-lg font-semibold wrap-anywhere">{nameOf(approval)}</h2>
          <ApprovalBadge approval={approval} />
        </div>
        <p className="text-sm text-muted wrap-anywhere">
          {approval.requested_by_name} asked <RelativeTime at={approval.created_at} /> on {named(approval.board_name)}
          {approval.agent_name && approval.agent_name !== approval.requested_by_name && ` for ${approval.agent_name}`}
        </p>
        <Ending approval={approval} />
      </header>
      {approval.reasoning && (
        <Part title="Why">
          <Markdown text={approval.reasoning} />
        </Part>
      )}
      <Tasks approval={approval} />
      <Payload approval={approval} />
      {!isCommand(approval) && <Confidence approval={approval} />}
      <Similar approval={approval} />
      <Buttons approval={approval} decisions={decisions} />
    </article>
  );
}

function Ending({ approval }: { approval: ApprovalDetail }) {
  if (approval.status === "pending") {
    if (!approval.expires_at) return null;
    return (
      <p className="text-sm text-warn">
        Is rejected by itself <RelativeTime at={approval.expires_at} /> unless somebody decides
      </p>
    );
  }
  return (
    <p className="wrap-anywhere">
      {endingOf(approval)} {approval.resolved_at && <RelativeTime at={approval.resolved_at} />}
      {approval.decision_reason && `: ${approval.decision_reason}`}
    </p>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="min-w-0">
      <h3 className="mb-1 text-sm font-medium text-muted">{title}</h3>
      {children}
    </section>
  );
}

function Tasks({ approval }: { approval: ApprovalDetail }) {
  if (approval.tasks.length === 0) return null;
  return (
    <Part title={approval.tasks.length === 1 ? "Task" : "Tasks"}>
      <ul className="flex flex-col gap-1">
        {approval.tasks.map((task) => (
          <li key={task.id} className="flex min-h-8 items-center gap-2 rounded-md border px-2">
            <StatusIcon status={task.status} />
            <Link
              to="/boards/$boardId"
              params={{ boardId: approval.board_id }}
              search={{ task: task.id }}
              className="min-w-0 flex-1 truncate leading-7 hover:underline"
            >
              {named(task.title)}
            </Link>
            <span className="shrink-0 text-sm text-muted">
              {STATUS[task.status].label}
              {task.assignee && ` · ${task.assignee}`}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Payload({ approval }: { approval: ApprovalDetail }) {
  const fields = fieldsOf(approval.payload);
  if (fields.length === 0) return null;
  return (
    <Part title="What will happen">
      <dl className="divide-y rounded-md border">
        {fields.map((field) =>
          "value" in field ? (
            <div key={field.name} className="flex flex-col px-3 py-1.5 sm:flex-row sm:gap-4">
              <dt className="w-36 shrink-0 text-sm text-muted wrap-anywhere">{field.name}</dt>
              <dd
                className={cn(
                  "min-w-0 flex-1 whitespace-pre-wrap wrap-anywhere",
                  isCommand(approval) && "font-mono text-sm",
                )}
              >
                {field.value}
              </dd>
            </div>
          ) : (
            <div key={field.name} className="flex flex-col">
              <dt className="px-3 py-1.5 text-sm text-muted wrap-anywhere">{field.name}</dt>
              <dd>
                <Differences label={`${field.name}: what changes`} before={field.before} after={field.after} />
              </dd>
            </div>
          ),
        )}
      </dl>
    </Part>
  );
}

function Confidence({ approval }: { approval: ApprovalDetail }) {
  const { confidence, confidence_threshold: threshold } = approval;
  const scores = Object.entries(approval.rubric_scores ?? {});
  const sure = confidence >= threshold;
  return (
    <Part title="How sure the agent is">
      <p>
        <span className={sure ? "font-medium" : "font-medium text-warn"}>{confidence} of 100</span>{" "}
        <span className="text-muted">
          {sure ? `at or above ${threshold}: it asks for another reason` : `below ${threshold}, so it asks first`}
        </span>
      </p>
      {scores.length > 0 && (
        <dl className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-sm">
          {scores.map(([name, score]) => (
            <div key={name} className="flex gap-1.5">
              <dt className="text-muted wrap-anywhere">{name}</dt>
              <dd className="font-medium tabular-nums">{score}</dd>
            </div>
          ))}
        </dl>
      )}
    </Part>
  );
}

function Similar({ approval }: { approval: ApprovalDetail }) {
  return (
    <Part title="Earlier decisions of this kind">
      {approval.similar.length === 0 && <p className="text-muted">None on this board yet.</p>}
      <ul className="flex flex-col gap-2 empty:hidden">
        {approval.similar.map((earlier) => (
          <li key={earlier.id} className="border-l-2 border-line-strong pl-2.5">
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <ApprovalBadge approval={earlier} />
              <span className="min-w-0 wrap-anywhere">
                {earlier.task_titles[0] === undefined
                  ? (earlier.agent_name ?? "No task")
                  : named(earlier.task_titles[0])}
              </span>
            </p>
            <p className="text-sm text-muted wrap-anywhere">
              {earlier.decided_by_name ?? "Nobody in time"}
              {earlier.resolved_at && (
                <>
                  {" "}
                  <RelativeTime at={earlier.resolved_at} />
                </>
              )}
              {earlier.decision_reason && `: ${earlier.decision_reason}`}
            </p>
          </li>
        ))}
      </ul>
    </Part>
  );
}

/** At the lower edge of the screen on a phone, where the thumb is. */
function Buttons({ approval, decisions }: { approval: ApprovalDetail; decisions: Decisions }) {
  const wide = "max-sm:h-11 max-sm:flex-1";
  if (!useMayWrite(approval.board_id)) return <ReadsOnly boardId={approval.board_id} />;
  if (approval.status !== "pending") {
    return (
      <div className="flex flex-wrap items-center gap-2 border-t pt-3">
        <Button
          className={wide}
          disabled={!approval.undo.allowed}
          busy={decisions.busy}
          onClick={() => decisions.undo(approval)}
        >
          <Undo2 className="size-4" aria-hidden />
          Undo the decision
        </Button>
        {approval.undo.reason && <p className="text-sm text-muted">{approval.undo.reason}</p>}
      </div>
    );
  }
  return (
    <div className="sticky bottom-0 flex gap-2 border-t bg-surface py-3 max-md:bottom-14">
      <Button variant="primary" className={wide} busy={decisions.busy} onClick={() => decisions.approve([approval])}>
        <Check className="size-4" aria-hidden />
        Approve
        <span className="max-sm:hidden">
          <Kbd keys="a" />
        </span>
      </Button>
      <Button className={wide} disabled={decisions.busy} onClick={() => decisions.askToReject([approval])}>
        <Ban className="size-4" aria-hidden />
        Reject
        <span className="max-sm:hidden">
          <Kbd keys="r" />
        </span>
      </Button>
    </div>
  );
}

function ViewSkeleton() {
  return (
    <Loading label="Loading the approval" className="flex flex-col gap-4">
      <Skeleton className="h-6 w-48" />
      <Skeleton className="h-4 w-64" />
      <Skeleton className="h-20" />
      <Skeleton className="h-28" />
    </Loading>
  );
}
