import { type FormEvent, useState } from "react";
import type { SkillPack } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { NameAndDescription } from "./NameAndDescription";
import { useSavePack } from "./queries";

interface Props {
  open: boolean;
  /** The pack to change; null adds one. */
  pack: SkillPack | null;
  onClose: () => void;
}

export function PackDialog({ open, pack, onClose }: Props) {
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()} title={pack ? "Edit pack" : "Add a pack"}>
      <PackForm pack={pack} onClose={onClose} />
    </Dialog>
  );
}

function PackForm({ pack, onClose }: { pack: SkillPack | null; onClose: () => void }) {
  const [draft, setDraft] = useState({
    source_url: pack?.source_url ?? "",
    branch: pack?.branch ?? "main",
    name: pack?.name ?? "",
    description: pack?.description ?? "",
  });
  const change = (part: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...part }));
  const save = useSavePack(pack?.id ?? null);

  function submit(event: FormEvent) {
    event.preventDefault();
    const { source_url, branch, name, description } = draft;
    save.mutate(
      {
        source_url: source_url.trim(),
        branch: branch.trim() || "main",
        name: name.trim() || null,
        description: description.trim() || null,
        ...(pack && { metadata: pack.metadata }),
      },
      { onSuccess: onClose },
    );
  }

  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col">
      <DialogBody>
        <Field label="Repository" hint="Its address; nothing is read before you ask for it.">
          {(control) => (
            <Input
              {...control}
              autoFocus
              type="url"
              placeholder="https://github.com/owner/repository"
              value={draft.source_url}
              onChange={({ target }) => change({ source_url: target.value })}
            />
          )}
        </Field>
        <Field label="Branch">
          {(control) => (
            <Input {...control} value={draft.branch} onChange={({ target }) => change({ branch: target.value })} />
          )}
        </Field>
        <NameAndDescription words={draft} onChange={change} error={save.error} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" type="submit" busy={save.isPending} disabled={!draft.source_url.trim()}>
          {pack ? "Save" : "Add pack"}
        </Button>
      </DialogFooter>
    </form>
  );
}
