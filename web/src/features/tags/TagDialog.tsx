import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Tag } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { FormError } from "@/ui/FormError";
import { Input, Textarea } from "@/ui/Input";
import { useSaveTag } from "./queries";
import { TagChip } from "./TagChip";

interface Props {
  open: boolean;
  /** The tag to change; null makes a new one. */
  tag: Tag | null;
  onClose: () => void;
}

export function TagDialog({ open, tag, onClose }: Props) {
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()} title={tag ? "Edit tag" : "New tag"}>
      <TagForm tag={tag} onClose={onClose} />
    </Dialog>
  );
}

function TagForm({ tag, onClose }: { tag: Tag | null; onClose: () => void }) {
  const [draft, setDraft] = useState({
    name: tag?.name ?? "",
    slug: tag?.slug ?? "",
    color: tag?.color ?? "2f81f7",
    description: tag?.description ?? "",
  });
  const change = (part: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...part }));
  const save = useSaveTag(tag?.id ?? null);

  function submit(event: FormEvent) {
    event.preventDefault();
    const description = draft.description.trim() || null;
    save.mutate({ ...draft, name: draft.name.trim(), description }, { onSuccess: onClose });
  }

  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col">
      <DialogBody>
        <Field label="Name">
          {(control) => (
            <Input
              {...control}
              autoFocus
              value={draft.name}
              onChange={({ target }) => change({ name: target.value })}
            />
          )}
        </Field>
        <Field label="Colour" hint={<TagChip tag={{ name: draft.name.trim() || "Tag", color: draft.color }} />}>
          {(control) => (
            <Input
              {...control}
              type="color"
              className="w-16 px-1"
              value={`#${draft.color}`}
              onChange={({ target }) => change({ color: target.value.slice(1) })}
            />
          )}
        </Field>
        <Field label="Slug" optional hint="What programs call it; made from the name when left empty.">
          {(control) => (
            <Input {...control} value={draft.slug} onChange={({ target }) => change({ slug: target.value })} />
          )}
        </Field>
        <Field label="Description" optional>
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              value={draft.description}
              onChange={({ target }) => change({ description: target.value })}
            />
          )}
        </Field>
        {save.error && <FormError>{errorMessage(save.error)}</FormError>}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" type="submit" busy={save.isPending} disabled={!draft.name.trim()}>
          {tag ? "Save" : "Create tag"}
        </Button>
      </DialogFooter>
    </form>
  );
}
