import { type FormEvent, useState } from "react";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { announce } from "@/ui/toast";
import { type Pausable, usePause } from "./queries";
import { KEEPS, STOPS } from "./words";

interface Props {
  what: Pausable;
  onClose: () => void;
}

/** Says what stops, and asks why: whoever wonders later reads it. */
export function PauseDialog({ what, onClose }: Props) {
  const [reason, setReason] = useState("");
  const pause = usePause(what);

  function submit(event: FormEvent) {
    event.preventDefault();
    void announce(pause.mutateAsync(reason.trim() || null, { onSuccess: onClose }), {
      done: `${what.name} is paused`,
      failed: `${what.name} was not paused`,
    });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      unsaved={reason.trim() !== ""}
      title={`Pause ${what.name}?`}
      description={`${STOPS[what.scope]} ${KEEPS}`}
    >
      <form onSubmit={submit}>
        <DialogBody>
          <Field label="Reason" optional hint="Shown wherever something waits for it.">
            {(control) => (
              <Input
                {...control}
                autoFocus
                maxLength={1000}
                value={reason}
                onChange={({ target }) => setReason(target.value)}
              />
            )}
          </Field>
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" type="submit" busy={pause.isPending}>
            Pause
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
