import { type FormEvent, useState } from "react";
import type { Approval } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { nameOf } from "./words";

interface Props {
  approvals: Approval[];
  onCancel: () => void;
  onReject: (reason: string) => void;
}

export function RejectDialog({ approvals, onCancel, onReject }: Props) {
  const [reason, setReason] = useState("");
  const [only] = approvals;
  const what = approvals.length === 1 && only ? nameOf(only) : `${approvals.length} approvals`;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (reason.trim()) onReject(reason.trim());
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onCancel()}
      title={`Reject ${what}`}
      description="Whoever asked reads the reason, and goes on by it."
    >
      <form onSubmit={submit}>
        <DialogBody>
          <Field label="Reason">
            {(control) => (
              <Textarea
                {...control}
                autoFocus
                value={reason}
                onChange={({ target }) => setReason(target.value)}
                onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && submit(event)}
              />
            )}
          </Field>
        </DialogBody>
        <DialogFooter>
          <Button onClick={onCancel}>Cancel</Button>
          <Button variant="danger" type="submit" disabled={!reason.trim()}>
            Reject
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
