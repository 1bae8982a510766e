import { type FormEvent, useState } from "react";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { NameAndDescription } from "./NameAndDescription";
import { useAddSkill } from "./queries";

export function SkillDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title="Add a skill"
      description="One skill by its address. Several that change together are better taken from a pack."
    >
      <SkillForm onClose={onClose} />
    </Dialog>
  );
}

function SkillForm({ onClose }: { onClose: () => void }) {
  const [draft, setDraft] = useState({ source_url: "", name: "", description: "" });
  const change = (part: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...part }));
  const add = useAddSkill();

  function submit(event: FormEvent) {
    event.preventDefault();
    const { source_url, name, description } = draft;
    add.mutate(
      { source_url: source_url.trim(), name: name.trim() || null, description: description.trim() || null },
      { onSuccess: onClose },
    );
  }

  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col">
      <DialogBody>
        <Field label="Address" hint="Of a folder with a SKILL.md in a repository. It is read once, for you to look at.">
          {(control) => (
            <Input
              {...control}
              autoFocus
              type="url"
              placeholder="https://"
              value={draft.source_url}
              onChange={({ target }) => change({ source_url: target.value })}
            />
          )}
        </Field>
        <NameAndDescription words={draft} onChange={change} error={add.error} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" type="submit" busy={add.isPending} disabled={!draft.source_url.trim()}>
          Add skill
        </Button>
      </DialogFooter>
    </form>
  );
}
