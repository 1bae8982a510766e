import type { ComponentProps } from "react";
import { named } from "@/lib/named";
import { Field } from "@/ui/Field";
import { Loaded } from "@/ui/Loaded";
import { Select } from "@/ui/Select";

interface Props {
  label: string;
  hint?: string;
  /** What is chosen from, in the plural. */
  what: string;
  choices: ComponentProps<typeof Loaded<{ id: string; name: string }>>["query"];
  none: string;
  /** Empty for none. */
  chosen: string;
  busy: boolean;
  onChoose: (id: string | null) => void;
}

/** One of what the organization has, or none; saved with the choice. */
export function ChoiceField({ label, hint, what, choices, none, chosen, busy, onChoose }: Props) {
  return (
    <Loaded query={choices} what={what} skeleton="h-15">
      {(there) => (
        <Field label={label} hint={hint}>
          {(control) => (
            <Select
              {...control}
              value={chosen}
              disabled={busy}
              onChange={({ target }) => onChoose(target.value || null)}
            >
              <option value="">{none}</option>
              {there.map(({ id, name }) => (
                <option key={id} value={id}>
                  {named(name)}
                </option>
              ))}
              {chosen && !there.some(({ id }) => id === chosen) && <option value={chosen}>…</option>}
            </Select>
          )}
        </Field>
      )}
    </Loaded>
  );
}
