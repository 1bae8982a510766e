import { Field } from "@/ui/Field";
import { Input, Textarea } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { CHOICES } from "./choices";
import type { LeadFields } from "./draft";

interface Props {
  fields: LeadFields;
  onChange: (change: Partial<LeadFields>) => void;
}

/** The lead that the board is to have, and how it works. */
export function LeadFieldset({ fields, onChange }: Props) {
  return (
    <fieldset className="flex flex-col gap-4 border-t pt-4">
      <legend className="float-left mb-3 font-semibold">Lead agent</legend>
      <div className="clear-both grid gap-4 sm:grid-cols-2">
        <Field label="Name" hint="Empty: a lead that is there keeps its name.">
          {(control) => (
            <Input {...control} value={fields.name} onChange={({ target }) => onChange({ name: target.value })} />
          )}
        </Field>
        <Field label="Role" optional>
          {(control) => (
            <Input {...control} value={fields.role} onChange={({ target }) => onChange({ role: target.value })} />
          )}
        </Field>
        {CHOICES.map(({ name, label, options }) => (
          <Field key={name} label={label}>
            {(control) => (
              <Select {...control} value={fields[name]} onChange={({ target }) => onChange({ [name]: target.value })}>
                <option value="">As it sees fit</option>
                {options.map(([value, words]) => (
                  <option key={value} value={value}>
                    {words}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ))}
        <Field label="Style" optional className="sm:col-span-2">
          {(control) => (
            <Input
              {...control}
              value={fields.communication_style}
              onChange={({ target }) => onChange({ communication_style: target.value })}
            />
          )}
        </Field>
        <Field label="Instructions" optional className="sm:col-span-2">
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              value={fields.custom_instructions}
              onChange={({ target }) => onChange({ custom_instructions: target.value })}
            />
          )}
        </Field>
      </div>
    </fieldset>
  );
}
