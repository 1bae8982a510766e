import { type FormEvent, useState } from "react";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import type { useMoveTask } from "./moves";
import { STATUS } from "./StatusBadge";

/** Shown when the board wants a comment with the move. */
export function MoveCommentDialog({ mover }: { mover: ReturnType<typeof useMoveTask> }) {
  const { pending, cancelComment, sendWithComment } = mover;
  if (!pending) return null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && cancelComment()}
      title={`Move to ${STATUS[pending.to].label}`}
      description="This board wants a comment that says what was done."
    >
      <CommentForm onCancel={cancelComment} onSend={sendWithComment} />
    </Dialog>
  );
}

function CommentForm({ onCancel, onSend }: { onCancel: () => void; onSend: (comment: string) => void }) {
  const [comment, setComment] = useState("");
  function submit(event: FormEvent) {
    event.preventDefault();
    onSend(comment.trim());
  }
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <Field label="Comment">
          {(control) => (
            <Textarea {...control} autoFocus value={comment} onChange={(event) => setComment(event.target.value)} />
          )}
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <Button variant="primary" type="submit" disabled={!comment.trim()}>
          Comment and move
        </Button>
      </DialogFooter>
    </form>
  );
}
