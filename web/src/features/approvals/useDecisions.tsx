import { useState } from "react";
import type { Approval } from "@/lib/api/types";
import { announce, toast, toastError } from "@/ui/toast";
import { useDecide, useUndoDecision } from "./queries";
import { RejectDialog } from "./RejectDialog";
import { nameOf } from "./words";

/** The server takes so many at once. */
const MOST = 100;

/** Every way of deciding (key, button, many at once) goes through here: says what happened, and offers to undo it. */
export function useDecisions(onDecided: () => void = () => {}) {
  const [rejecting, setRejecting] = useState<Approval[]>([]);
  const decide = useDecide();
  const takeBack = useUndoDecision();

  async function undo(approvals: Approval[]): Promise<void> {
    for (const approval of approvals) {
      await announce(takeBack.mutateAsync(approval), { failed: `The decision on ${nameOf(approval)} stays` });
    }
  }

  /** Those of them that were not decided, as somebody else was quicker, or the server cannot be reached. */
  async function make(wanted: Approval[], status: "approved" | "rejected", reason?: string): Promise<Approval[]> {
    const approvals = wanted.slice(0, MOST);
    try {
      const results = await decide.mutateAsync({ approvals, status, reason });
      const done = approvals.filter(({ id }) => results.some((result) => result.ok && result.approval_id === id));
      for (const { message } of results.filter(({ ok }) => !ok)) {
        toastError("One was not decided", new Error(message ?? "The server refused it."));
      }
      if (done.length > 0) {
        const [only] = done;
        const what = done.length === 1 && only ? nameOf(only) : `${done.length} approvals`;
        const action = { label: "Undo", onClick: () => void undo(done) };
        toast.success(`${what} ${status}`, { action, duration: 10_000 });
        onDecided();
      }
      return approvals.filter((approval) => !done.includes(approval));
    } catch (error) {
      toastError("Nothing was decided", error);
      return approvals;
    }
  }

  /** What was written stays as long as something is left that it was written for. */
  async function reject(approvals: Approval[], reason: string): Promise<void> {
    setRejecting(await make(approvals, "rejected", reason));
  }

  return {
    busy: decide.isPending || takeBack.isPending,
    approve: (approvals: Approval[]) => void (approvals.length > 0 && make(approvals, "approved")),
    askToReject: (approvals: Approval[]) => setRejecting(approvals),
    undo: (approval: Approval) => void undo([approval]),
    dialog: rejecting.length > 0 && (
      <RejectDialog
        approvals={rejecting}
        busy={decide.isPending}
        onCancel={() => setRejecting([])}
        onReject={(approvals, reason) => void reject(approvals, reason)}
      />
    ),
  };
}

export type Decisions = ReturnType<typeof useDecisions>;
