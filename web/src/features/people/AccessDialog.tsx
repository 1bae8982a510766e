import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Member } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { FormError } from "@/ui/FormError";
import { announce } from "@/ui/toast";
import { accessOf, rightsOf } from "./access";
import { nameOf } from "./names";
import { useChangeAccess } from "./queries";
import { RightsFields } from "./RightsFields";

interface Props {
  member: Member | null;
  onClose: () => void;
}

export function AccessDialog({ member, onClose }: Props) {
  return (
    <Dialog
      open={member !== null}
      onOpenChange={(open) => !open && onClose()}
      title={member ? `What ${nameOf(member)} may do` : ""}
      description="A role gives no right on boards: these do. Boards that you cannot read yourself stay as they are."
    >
      {member && <AccessForm key={member.id} member={member} onDone={onClose} />}
    </Dialog>
  );
}

function AccessForm({ member, onDone }: { member: Member; onDone: () => void }) {
  const [rights, setRights] = useState(() => rightsOf(member));
  const change = useChangeAccess(member.id);
  const who = nameOf(member);

  function submit(event: FormEvent) {
    event.preventDefault();
    void announce(change.mutateAsync(accessOf(rights), { onSuccess: onDone }), {
      done: `The rights of ${who} were saved`,
    });
  }

  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col">
      <DialogBody>
        <RightsFields rights={rights} onChange={setRights} who={who} />
        {change.error && <FormError>{errorMessage(change.error)}</FormError>}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onDone}>Cancel</Button>
        <Button variant="primary" type="submit" busy={change.isPending}>
          Save rights
        </Button>
      </DialogFooter>
    </form>
  );
}
