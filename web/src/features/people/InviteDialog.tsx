import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Invite, Role } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { announce } from "@/ui/toast";
import { accessOf, NO_RIGHTS } from "./access";
import { LinkDialog } from "./LinkDialog";
import { ROLE_NAMES, ROLES } from "./names";
import { useInvite } from "./queries";
import { RightsFields } from "./RightsFields";

interface Props {
  open: boolean;
  acting: Role;
  onClose: () => void;
}

export function InviteDialog({ open, acting, onClose }: Props) {
  const [made, setMade] = useState<Invite | null>(null);
  return (
    <>
      <Dialog
        open={open}
        onOpenChange={(next) => !next && onClose()}
        title="Invite somebody"
        description="They join with a link that you hand over. A new invite replaces an open one for the same address."
      >
        <InviteForm
          acting={acting}
          onCancel={onClose}
          onMade={(invite) => {
            onClose();
            setMade(invite);
          }}
        />
      </Dialog>
      <LinkDialog invite={made} onClose={() => setMade(null)} />
    </>
  );
}

interface FormProps {
  acting: Role;
  onCancel: () => void;
  onMade: (invite: Invite) => void;
}

function InviteForm({ acting, onCancel, onMade }: FormProps) {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("member");
  const [rights, setRights] = useState(NO_RIGHTS);
  const invite = useInvite();

  function submit(event: FormEvent) {
    event.preventDefault();
    // The link is shown once: also to who closed the dialog before the answer came.
    void announce(invite.mutateAsync({ invited_email: email, role, ...accessOf(rights) }).then(onMade));
  }

  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col">
      <DialogBody>
        <Field label="E-mail address" error={invite.error ? errorMessage(invite.error) : null}>
          {(control) => (
            <Input
              {...control}
              type="email"
              autoFocus
              required
              value={email}
              onChange={({ target }) => setEmail(target.value)}
            />
          )}
        </Field>
        <Field label="Role" hint={`For ${ROLES[role].meaning}.`}>
          {(control) => (
            <Select {...control} value={role} onChange={({ target }) => setRole(target.value as Role)}>
              {ROLE_NAMES.filter((name) => acting === "owner" || name !== "owner").map((name) => (
                <option key={name} value={name}>
                  {ROLES[name].label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <RightsFields rights={rights} onChange={setRights} who={email.trim() || "the person"} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <Button variant="primary" type="submit" busy={invite.isPending} disabled={!email.trim()}>
          Make the link
        </Button>
      </DialogFooter>
    </form>
  );
}
