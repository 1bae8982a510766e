import { Pencil } from "lucide-react";
import type { Task } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Markdown } from "@/ui/Markdown";
import { MarkdownField } from "../MarkdownField";
import { ChangedNotice } from "./ChangedNotice";
import { useDraft } from "./useDraft";
import type { Saved } from "./useTaskEdit";

interface Props {
  task: Task;
  onSave: (text: string | null, began: Task) => Promise<Saved>;
}

export function DescriptionSection({ task, onSave }: Props) {
  const text = task.description ?? "";
  const draft = useDraft(task, "Description", text);
  if (draft.isOpen) {
    const send = (next: string, began: Task) => onSave(next.trim() ? next : null, began);
    return (
      <DescriptionEditor
        draft={draft}
        onSave={() => (draft.text === text ? draft.drop() : void draft.submit(send))}
        onReplace={() => void draft.replaceTheirs(send)}
      />
    );
  }
  return (
    <section aria-labelledby="task-description">
      <div className="mb-1 flex h-7 items-center gap-2">
        <h3 id="task-description" className="text-sm font-medium">
          Description
        </h3>
        <Button
          variant="ghost"
          size="sm"
          className="ml-auto"
          onClick={() => draft.write(text)}
          aria-label="Edit the description"
        >
          <Pencil className="size-3.5" aria-hidden />
          Edit
        </Button>
      </div>
      {text.trim() ? <Markdown text={text} /> : <p className="text-muted">No description.</p>}
    </section>
  );
}

interface EditorProps {
  draft: ReturnType<typeof useDraft>;
  onSave: () => void;
  onReplace: () => void;
}

function DescriptionEditor({ draft, onSave, onReplace }: EditorProps) {
  const { theirs } = draft;
  return (
    <section className="flex flex-col gap-2">
      <MarkdownField
        label="Description"
        hint="Markdown. Ctrl or Cmd with Enter saves, Escape gives up."
        value={draft.text}
        onChange={draft.write}
        // What somebody else wrote is replaced by the button that says so, and by no key.
        onSubmit={theirs === null ? onSave : undefined}
        onCancel={draft.drop}
        autoFocus
        rows={10}
      />
      {theirs !== null ? (
        <ChangedNotice what="description" theirs={theirs} onReplace={onReplace} onTake={draft.drop} />
      ) : (
        <div className="flex justify-end gap-2">
          <Button size="sm" onClick={draft.drop}>
            Cancel
          </Button>
          <Button size="sm" variant="primary" busy={draft.busy} onClick={onSave}>
            Save description
          </Button>
        </div>
      )}
    </section>
  );
}
