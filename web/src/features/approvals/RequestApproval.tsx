import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Task } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { FormError } from "@/ui/FormError";
import { Input, Textarea } from "@/ui/Input";
import { announce } from "@/ui/toast";
import { useRequestApproval } from "./queries";

interface Props {
  boardId: string;
  task: Task;
  onClose: () => void;
}

/** A person asks on a task's behalf; a person is as sure as can be. */
export function RequestApproval({ boardId, task, onClose }: Props) {
  const [action, setAction] = useState("task.close");
  const [reason, setReason] = useState("");
  const request = useRequestApproval(boardId);
  function submit(event: FormEvent) {
    event.preventDefault();
    const body = { action_type: action.trim(), confidence: 100, lead_reasoning: reason.trim() };
    const asked = request.mutateAsync({ ...body, task_ids: [task.id], status: "pending" }, { onSuccess: onClose });
    void announce(asked, { done: "Asked for approval" });
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Request approval" description={named(task.title)}>
      <form onSubmit={submit}>
        <DialogBody>
          <Field label="Action" hint="What is to be done, for example task.close or deploy.production.">
            {(control) => <Input {...control} value={action} onChange={({ target }) => setAction(target.value)} />}
          </Field>
          <Field label="Reason">
            {(control) => (
              <Textarea {...control} autoFocus value={reason} onChange={({ target }) => setReason(target.value)} />
            )}
          </Field>
          {request.error && <FormError>{errorMessage(request.error)}</FormError>}
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" busy={request.isPending} disabled={!action.trim() || !reason.trim()}>
            Request approval
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
