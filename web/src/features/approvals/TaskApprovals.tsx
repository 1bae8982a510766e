import { Link } from "@tanstack/react-router";
import { Ban, Check, Plus } from "lucide-react";
import { useState } from "react";
import type { Approval, Task } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { ErrorState } from "@/ui/ErrorState";
import { RelativeTime } from "@/ui/RelativeTime";
import { useMayWrite } from "../people/mayWrite";
import { ApprovalBadge } from "./ApprovalBadge";
import { useTaskApprovals } from "./queries";
import { RequestApproval } from "./RequestApproval";
import { type Decisions, useDecisions } from "./useDecisions";
import { nameOf } from "./words";

/** The approvals of a task, in its panel. */
export function TaskApprovals({ boardId, task }: { boardId: string; task: Task }) {
  const { data: approvals, error, refetch } = useTaskApprovals(boardId, task.id);
  const [asking, setAsking] = useState(false);
  const mayWrite = useMayWrite(boardId);
  const decisions = useDecisions();
  const waiting = approvals?.some(({ status }) => status === "pending");
  return (
    <section aria-labelledby="task-approvals" className="flex flex-col gap-2">
      <div className="flex h-7 items-center">
        <h3 id="task-approvals" className="text-sm font-medium">
          Approvals
        </h3>
        {approvals && !waiting && mayWrite && (
          <Button variant="ghost" size="sm" className="ml-auto" onClick={() => setAsking(true)}>
            <Plus className="size-3.5" aria-hidden />
            Request approval
          </Button>
        )}
      </div>
      {error && !approvals && <ErrorState title="The approvals could not be loaded" error={error} onRetry={refetch} />}
      {approvals?.length === 0 && <p className="text-muted">None was asked for.</p>}
      <ul className="flex flex-col gap-2 empty:hidden">
        {approvals?.map((approval) => (
          <Row key={approval.id} approval={approval} decisions={mayWrite ? decisions : null} />
        ))}
      </ul>
      {asking && <RequestApproval boardId={boardId} task={task} onClose={() => setAsking(false)} />}
      {decisions.dialog}
    </section>
  );
}

function Row({ approval, decisions }: { approval: Approval; decisions: Decisions | null }) {
  const pending = approval.status === "pending";
  const search = { approval: approval.id, ...(!pending && { show: "decided" as const }) };
  return (
    <li className="flex flex-col gap-1.5 rounded-md border px-3 py-2">
      <div className="flex flex-wrap items-center gap-2">
        <Link to="/approvals" search={search} className="min-w-0 flex-1 leading-6 wrap-anywhere hover:underline">
          {nameOf(approval)}
        </Link>
        <ApprovalBadge approval={approval} />
      </div>
      <p className="text-sm text-muted wrap-anywhere">
        {pending ? (
          <>
            {approval.requested_by_name} asked <RelativeTime at={approval.created_at} />, {approval.confidence} of 100
            sure
          </>
        ) : (
          <>
            {approval.decided_by_name ?? "Nobody in time"}{" "}
            <RelativeTime at={approval.resolved_at ?? approval.created_at} />
            {approval.decision_reason && `: ${approval.decision_reason}`}
          </>
        )}
      </p>
      {pending && decisions && (
        <div className="flex gap-2">
          <Button size="sm" variant="primary" busy={decisions.busy} onClick={() => decisions.approve([approval])}>
            <Check className="size-3.5" aria-hidden />
            Approve
          </Button>
          <Button size="sm" disabled={decisions.busy} onClick={() => decisions.askToReject([approval])}>
            <Ban className="size-3.5" aria-hidden />
            Reject
          </Button>
        </div>
      )}
    </li>
  );
}
