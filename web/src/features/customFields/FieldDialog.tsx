import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { CustomField } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { Checkbox } from "@/ui/Checkbox";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { FormError } from "@/ui/FormError";
import { Input, Textarea } from "@/ui/Input";
import { Loaded } from "@/ui/Loaded";
import { Select } from "@/ui/Select";
import { SwitchRow } from "@/ui/Switch";
import { useBoards } from "../boards/queries";
import { FIELD_TYPES, type FieldType, fromText, takesPattern, toText, VISIBILITIES } from "./fieldTypes";
import { useCreateField, useUpdateField } from "./queries";
import { ValueInput } from "./ValueInput";

interface Props {
  open: boolean;
  /** The field to change; null makes a new one. */
  field: CustomField | null;
  onClose: () => void;
}

export function FieldDialog({ open, field, onClose }: Props) {
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={field ? "Edit custom field" : "New custom field"}
      description={field ? "Values that tasks have already stay as they are." : undefined}
    >
      <FieldForm field={field} onClose={onClose} />
    </Dialog>
  );
}

function draftOf(field: CustomField | null) {
  const type: FieldType = field?.field_type ?? "text";
  return {
    label: field?.label ?? "",
    field_key: field?.field_key ?? "",
    field_type: type,
    ui_visibility: field?.ui_visibility ?? "always",
    validation_regex: field?.validation_regex ?? "",
    description: field?.description ?? "",
    required: field?.required ?? false,
    default: toText(type, field?.default_value),
    board_ids: field?.board_ids ?? [],
  };
}

type Draft = ReturnType<typeof draftOf>;

function FieldForm({ field, onClose }: { field: CustomField | null; onClose: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(field));
  const [problem, setProblem] = useState<string | null>(null);
  const change = (part: Partial<Draft>) => setDraft((old) => ({ ...old, ...part }));
  const create = useCreateField();
  const update = useUpdateField(field?.id ?? "");
  const saving = create.isPending || update.isPending;
  const missing = missingOf(draft);
  const failed = create.error ?? update.error;

  function submit(event: FormEvent) {
    event.preventDefault();
    try {
      const body = bodyOf(draft);
      setProblem(null);
      if (field) update.mutate(body, { onSuccess: onClose });
      else create.mutate({ ...body, field_key: draft.field_key.trim() }, { onSuccess: onClose });
    } catch (error) {
      setProblem(`Default: ${errorMessage(error)}`);
    }
  }

  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col">
      <DialogBody>
        <Naming draft={draft} change={change} fixedKey={field !== null} />
        <Checks draft={draft} change={change} />
        <Boards chosen={draft.board_ids} onChange={(board_ids) => change({ board_ids })} />
        {(problem || failed) && <FormError>{problem ?? errorMessage(failed)}</FormError>}
      </DialogBody>
      <DialogFooter>
        {missing && <p className="mr-auto text-sm text-muted">{missing}</p>}
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" type="submit" busy={saving} disabled={missing !== null}>
          {field ? "Save" : "Create field"}
        </Button>
      </DialogFooter>
    </form>
  );
}

/** Why it cannot be saved yet; null when it can. */
function missingOf(draft: Draft): string | null {
  if (draft.label.trim() === "") return "It needs a label.";
  if (draft.field_key.trim() === "") return "It needs a key.";
  return draft.board_ids.length === 0 ? "Choose a board that has it." : null;
}

function bodyOf(draft: Draft) {
  const { default: text, field_key: _key, ...rest } = draft;
  return {
    ...rest,
    label: draft.label.trim(),
    validation_regex: takesPattern(draft.field_type) ? draft.validation_regex.trim() || null : null,
    description: draft.description.trim() || null,
    default_value: fromText(draft.field_type, text) as never,
  };
}

interface PartProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
}

function Naming({ draft, change, fixedKey }: PartProps & { fixedKey: boolean }) {
  // Until it is written by hand, the key follows the label.
  const [ownKey, setOwnKey] = useState(fixedKey);
  return (
    <>
      <Field label="Label">
        {(control) => (
          <Input
            {...control}
            autoFocus
            value={draft.label}
            onChange={({ target: { value } }) => change({ label: value, ...(!ownKey && { field_key: keyOf(value) }) })}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Key" hint={fixedKey ? "It never changes." : "What programs call it; it never changes."}>
          {(control) => (
            <Input
              {...control}
              disabled={fixedKey}
              value={draft.field_key}
              onChange={({ target }) => {
                setOwnKey(true);
                change({ field_key: target.value });
              }}
            />
          )}
        </Field>
        <Field label="Type">
          {(control) => (
            <Select
              {...control}
              value={draft.field_type}
              onChange={({ target }) => change({ field_type: target.value as FieldType, default: "" })}
            >
              {FIELD_TYPES.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
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
    </>
  );
}

function Checks({ draft, change }: PartProps) {
  return (
    <>
      <Field label="Shown on tasks">
        {(control) => (
          <Select
            {...control}
            value={draft.ui_visibility}
            onChange={({ target }) => change({ ui_visibility: target.value as Draft["ui_visibility"] })}
          >
            {VISIBILITIES.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Default" optional>
        {(control) => (
          <ValueInput
            {...control}
            type={draft.field_type}
            text={draft.default}
            onChange={(text) => change({ default: text })}
          />
        )}
      </Field>
      {takesPattern(draft.field_type) && (
        <Field label="Pattern" optional hint="A regular expression (RE2) that the whole value must match.">
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              value={draft.validation_regex}
              onChange={({ target }) => change({ validation_regex: target.value })}
            />
          )}
        </Field>
      )}
      <SwitchRow
        label="Required"
        description="New tasks, and changes of values, are refused without it."
        checked={draft.required}
        onChange={(required) => change({ required })}
      />
    </>
  );
}

function Boards({ chosen, onChange }: { chosen: string[]; onChange: (ids: string[]) => void }) {
  const boards = useBoards();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">Boards</legend>
      <Loaded query={boards} what="boards" empty="There is no board yet; make one first.">
        {(there) =>
          there.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={named(name)}
              checked={chosen.includes(id)}
              onChange={(on) => onChange(on ? [...chosen, id] : chosen.filter((other) => other !== id))}
            />
          ))
        }
      </Loaded>
    </fieldset>
  );
}

function keyOf(label: string): string {
  return label
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "");
}
