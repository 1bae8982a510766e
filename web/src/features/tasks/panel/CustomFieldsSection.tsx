import { ExternalLink } from "lucide-react";
import { useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { CustomField, Task } from "@/lib/api/types";
import { Field } from "@/ui/Field";
import { fromText, toText } from "../../customFields/fieldTypes";
import { useFieldsOfBoard } from "../../customFields/queries";
import { ValueInput } from "../../customFields/ValueInput";
import type { Save } from "./useTaskEdit";

interface Props {
  boardId: string;
  task: Task;
  save: Save;
}

/** Fields that the organization has added to this board's tasks; hidden ones are for programs alone. */
export function CustomFieldsSection({ boardId, task, save }: Props) {
  const fields = useFieldsOfBoard(boardId).filter((field) => field.ui_visibility !== "hidden");
  if (fields.length === 0) return null;
  return (
    <section aria-label="Custom fields" className="grid gap-4 sm:grid-cols-2">
      {fields.map((field) => (
        <ValueField
          key={field.id}
          field={field}
          value={task.custom_field_values?.[field.field_key]}
          onSave={(value) => save({ custom_field_values: { [field.field_key]: value as never } }, field.label)}
        />
      ))}
    </section>
  );
}

interface ValueFieldProps {
  field: CustomField;
  value: unknown;
  onSave: (value: unknown) => void;
}

/** Saved on leaving, like the due date; what cannot be meant stays in the editor with the reason. */
function ValueField({ field, value, onSave }: ValueFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const present = toText(field.field_type, value);

  function leave() {
    if (draft === null || draft === present) return setDraft(null);
    try {
      onSave(fromText(field.field_type, draft));
      setProblem(null);
      setDraft(null);
    } catch (error) {
      setProblem(errorMessage(error));
    }
  }

  const wide = field.field_type === "text_long" || field.field_type === "json";
  return (
    <Field
      label={field.label}
      optional={!field.required}
      error={problem}
      className={wide ? "sm:col-span-2" : undefined}
      hint={field.field_type === "url" && present ? <Address url={present} /> : field.description}
    >
      {(control) => (
        <ValueInput {...control} type={field.field_type} text={draft ?? present} onChange={setDraft} onBlur={leave} />
      )}
    </Field>
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
