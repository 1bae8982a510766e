import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { BoardGroup } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { FormError } from "@/ui/FormError";
import { Input, Textarea } from "@/ui/Input";

export interface GroupDraft {
  name: string;
  description: string | null;
}

interface Props {
  title: string;
  action: string;
  group?: BoardGroup;
  busy: boolean;
  error: unknown;
  onSave: (draft: GroupDraft) => void;
  onClose: () => void;
}

/** What both a new group and one that is edited are asked for. */
export function GroupDialog({ title, action, group, busy, error, onSave, onClose }: Props) {
  const [name, setName] = useState(group?.name ?? "");
  const [description, setDescription] = useState(group?.description ?? "");

  function submit(event: FormEvent) {
    event.preventDefault();
    onSave({ name: name.trim(), description: description.trim() || null });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description="Boards of a group are looked at together, and their agents can see what the other boards are at."
    >
      <form onSubmit={submit} className="flex min-h-0 flex-col">
        <DialogBody>
          <Field label="Name">
            {(control) => (
              <Input {...control} autoFocus value={name} onChange={({ target }) => setName(target.value)} />
            )}
          </Field>
          <Field label="Description" optional hint="What the boards have in common.">
            {(control) => (
              <Textarea
                {...control}
                rows={2}
                value={description}
                onChange={({ target }) => setDescription(target.value)}
              />
            )}
          </Field>
          {error != null && <FormError>{errorMessage(error)}</FormError>}
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" busy={busy} disabled={!name.trim()}>
            {action}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
