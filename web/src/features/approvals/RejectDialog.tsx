import { type FormEvent, useState } from "react";
import type { Approval } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { CopyButton } from "@/ui/CopyButton";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { useDecidedMeanwhile } from "./queries";
import { aboutOf, endingOf, nameOf } from "./words";

interface Props {
  approvals: Approval[];
  busy: boolean;
  onCancel: () => void;
  onReject: (approvals: Approval[], reason: string) => void;
}

/** Stays when somebody else is quicker: what was written is not lost, and it is said who decided, and how. */
export function RejectDialog({ approvals, busy, onCancel, onReject }: Props) {
  const [reason, setReason] = useState("");
  const meanwhile = useDecidedMeanwhile(approvals);
  // While it is sent, what turns out to be decided may be so by this very rejection.
  const decided = busy ? [] : meanwhile;
  const left = approvals.filter(({ id }) => !decided.some((one) => one.id === id));
  const isOver = left.length === 0;
  const [only] = approvals;
  const what = approvals.length === 1 && only ? nameOf(only) : `${approvals.length} approvals`;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (reason.trim() && !isOver && !busy) onReject(left, reason.trim());
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onCancel()}
      unsaved={reason.trim() !== ""}
      title={`Reject ${what}`}
      description="Whoever asked reads the reason, and goes on by it."
    >
      <form onSubmit={submit}>
        <DialogBody>
          {decided.length > 0 && <Overtaken decided={decided} isOver={isOver} written={reason.trim()} />}
          <Field label="Reason">
            {(control) => (
              <Textarea
                {...control}
                autoFocus
                readOnly={isOver}
                value={reason}
                onChange={({ target }) => setReason(target.value)}
                onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && submit(event)}
              />
            )}
          </Field>
        </DialogBody>
        <DialogFooter>
          <Button onClick={onCancel}>{isOver ? "Close" : "Cancel"}</Button>
          <Button variant="danger" type="submit" busy={busy} disabled={!reason.trim() || isOver}>
            Reject
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

interface OvertakenProps {
  decided: Approval[];
  isOver: boolean;
  written: string;
}

function Overtaken({ decided, isOver, written }: OvertakenProps) {
  return (
    <div role="status" className="flex flex-col gap-2 rounded-md border border-line-strong bg-sunken p-3 text-sm">
      {decided.map((approval) => (
        <p key={approval.id} className="wrap-anywhere">
          <span className="font-medium text-warn">
            {nameOf(approval)} ({aboutOf(approval)}): {endingOf(approval)}
          </span>
          {approval.decision_reason && `: ${approval.decision_reason}`}
        </p>
      ))}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p>{isOver ? "Your rejection was not sent." : "Only the others will be rejected."}</p>
        {isOver && written && <CopyButton text={written} label="Copy what you wrote" visibleLabel="Copy" />}
      </div>
    </div>
  );
}
