import { ChevronRight } from "lucide-react";
import { Field } from "@/ui/Field";
import { Input, Textarea } from "@/ui/Input";
import type { ProfileFields } from "./draft";

const SHORT: { name: keyof ProfileFields; label: string }[] = [
  { name: "preferred_name", label: "Preferred name" },
  { name: "pronouns", label: "Pronouns" },
  { name: "timezone", label: "Time zone" },
];

const LONG: { name: keyof ProfileFields; label: string }[] = [
  { name: "notes", label: "Notes" },
  { name: "context", label: "Context" },
];

interface Props {
  fields: ProfileFields;
  onChange: (change: Partial<ProfileFields>) => void;
}

/** What the agent has learned about the person: folded, as it matters less than the goal. */
export function ProfileFieldset({ fields, onChange }: Props) {
  return (
    <details className="group border-t pt-4">
      <summary className="flex cursor-pointer list-none items-center gap-2 font-semibold">
        <ChevronRight className="size-4 text-muted group-open:rotate-90" aria-hidden />
        About you
      </summary>
      <p className="mt-1 text-sm text-muted">Only what is empty in your profile is filled in from here.</p>
      <div className="mt-4 grid gap-4 sm:grid-cols-3">
        {SHORT.map(({ name, label }) => (
          <Field key={name} label={label} optional>
            {(control) => (
              <Input {...control} value={fields[name]} onChange={({ target }) => onChange({ [name]: target.value })} />
            )}
          </Field>
        ))}
        {LONG.map(({ name, label }) => (
          <Field key={name} label={label} optional className="sm:col-span-3">
            {(control) => (
              <Textarea
                {...control}
                rows={2}
                value={fields[name]}
                onChange={({ target }) => onChange({ [name]: target.value })}
              />
            )}
          </Field>
        ))}
      </div>
    </details>
  );
}
