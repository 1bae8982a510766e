import { Pencil } from "lucide-react";
import { useState } from "react";
import { Button } from "@/ui/Button";
import { Markdown } from "@/ui/Markdown";
import { MarkdownField } from "../MarkdownField";

interface Props {
  text: string | null;
  onSave: (text: string | null) => void;
}

interface Draft {
  text: string;
  /** What it was when the edit began, to notice that somebody else changed it meanwhile. */
  base: string;
}

export function DescriptionSection({ text, onSave }: Props) {
  const [draft, setDraft] = useState<Draft | null>(null);
  if (draft) {
    return (
      <DescriptionEditor
        draft={draft}
        changedMeanwhile={(text ?? "") !== draft.base}
        onChange={(next) => setDraft({ ...draft, text: next })}
        onCancel={() => setDraft(null)}
        onSave={() => {
          if (draft.text !== (text ?? "")) onSave(draft.text.trim() ? draft.text : null);
          setDraft(null);
        }}
      />
    );
  }
  const edit = () => setDraft({ text: text ?? "", base: text ?? "" });
  return (
    <section aria-labelledby="task-description">
      <div className="mb-1 flex h-7 items-center gap-2">
        <h3 id="task-description" className="text-sm font-medium">
          Description
        </h3>
        <Button variant="ghost" size="sm" className="ml-auto" onClick={edit} aria-label="Edit the description">
          <Pencil className="size-3.5" aria-hidden />
          Edit
        </Button>
      </div>
      {text?.trim() ? <Markdown text={text} /> : <p className="text-muted">No description.</p>}
    </section>
  );
}

interface EditorProps {
  draft: Draft;
  changedMeanwhile: boolean;
  onChange: (text: string) => void;
  onCancel: () => void;
  onSave: () => void;
}

function DescriptionEditor({ draft, changedMeanwhile, onChange, onCancel, onSave }: EditorProps) {
  return (
    <section className="flex flex-col gap-2">
      <MarkdownField
        label="Description"
        hint="Markdown. Ctrl or Cmd with Enter saves, Escape gives up."
        value={draft.text}
        onChange={onChange}
        onSubmit={onSave}
        onCancel={onCancel}
        autoFocus
        rows={10}
      />
      {changedMeanwhile && (
        <p role="status" className="text-sm text-warn">
          Somebody changed the description since you began. Saving replaces theirs.
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="sm" variant="primary" onClick={onSave}>
          Save description
        </Button>
      </div>
    </section>
  );
}
