import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { announce } from "@/ui/toast";
import { useCreateOrganization } from "./queries";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function CreateOrganizationDialog({ open, onOpenChange }: Props) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="New organization"
      description="Boards, agents and their history belong to one organization and are not seen from another."
    >
      <CreateForm onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function CreateForm({ onDone }: { onDone: () => void }) {
  const [name, setName] = useState("");
  const create = useCreateOrganization();
  const navigate = useNavigate();

  function submit(event: FormEvent) {
    event.preventDefault();
    const go = () => {
      onDone();
      void navigate({ to: "/" });
    };
    void announce(create.mutateAsync(name.trim(), { onSuccess: go }), {
      done: `${name.trim()} is ready, and you are in it`,
    });
  }

  return (
    <form onSubmit={submit}>
      <DialogBody>
        <Field label="Name" error={create.error ? errorMessage(create.error) : null}>
          {(control) => <Input {...control} autoFocus value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onDone}>Cancel</Button>
        <Button variant="primary" type="submit" busy={create.isPending} disabled={!name.trim()}>
          Create organization
        </Button>
      </DialogFooter>
    </form>
  );
}
