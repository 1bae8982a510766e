import { ExternalLink } from "lucide-react";
import { useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { CustomField, Task } from "@/lib/api/types";
import { cn } from "@/ui/cn";
import { Field } from "@/ui/Field";
import { NotLoaded } from "@/ui/Loaded";
import { fromText, toText } from "../../customFields/fieldTypes";
import { useCustomFields, useFieldsOfBoard } from "../../customFields/queries";
import { ValueInput } from "../../customFields/ValueInput";
import { ChangedNotice } from "./ChangedNotice";
import { useDraft } from "./useDraft";
import type { Save, Saved } from "./useTaskEdit";

interface Props {
  boardId: string;
  task: Task;
  save: Save;
}

/** Fields that the organization has added to this board's tasks; hidden ones are for programs alone. */
export function CustomFieldsSection({ boardId, task, save }: Props) {
  const known = useCustomFields();
  const fields = useFieldsOfBoard(boardId).filter((field) => field.ui_visibility !== "hidden");
  if (!known.data) return <NotLoaded query={known} what="custom fields" />;
  if (fields.length === 0) return null;
  return (
    <section aria-label="Custom fields" className="grid gap-4 sm:grid-cols-2">
      {fields.map((field) => (
        <ValueField
          key={field.id}
          field={field}
          task={task}
          onSave={(value, began) =>
            save({ custom_field_values: { [field.field_key]: value as never } }, field.label, began)
          }
        />
      ))}
    </section>
  );
}

interface ValueFieldProps {
  field: CustomField;
  task: Task;
  onSave: (value: unknown, began: Task) => Promise<Saved>;
}

/** Saved on leaving, like the due date; what cannot be meant stays in the editor with the reason. */
function ValueField({ field, task, onSave }: ValueFieldProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const present = toText(field.field_type, task.custom_field_values?.[field.field_key]);
  const draft = useDraft(task, field.label, present);
  const send = (text: string, began: Task) => onSave(fromText(field.field_type, text), began);

  async function leave() {
    if (!draft.isOpen || draft.theirs !== null) return;
    if (draft.text === present) return draft.drop();
    try {
      fromText(field.field_type, draft.text);
      setProblem(null);
    } catch (error) {
      return setProblem(errorMessage(error));
    }
    if ((await draft.submit(send)) === "refused") draft.drop();
  }

  const wide = field.field_type === "text_long" || field.field_type === "json";
  return (
    <div className={cn("flex flex-col gap-2", wide && "sm:col-span-2")}>
      <Field
        label={field.label}
        optional={!field.required}
        error={problem}
        hint={field.field_type === "url" && present ? <Address url={present} /> : field.description}
      >
        {(control) => (
          <ValueInput
            {...control}
            type={field.field_type}
            text={draft.text}
            onChange={draft.write}
            onBlur={() => void leave()}
          />
        )}
      </Field>
      {draft.theirs !== null && (
        <ChangedNotice
          what={field.label}
          theirs={draft.theirs}
          onTake={draft.drop}
          onReplace={() => void draft.replaceTheirs(send)}
        />
      )}
    </div>
  );
}

function Address({ url }: { url: string }) {
  if (!/^https?:\/\//i.test(url)) return url;
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center gap-1 text-accent-text underline"
    >
      Open
      <span className="sr-only">{url} in a new tab</span>
      <ExternalLink className="size-3.5" aria-hidden />
    </a>
  );
}
