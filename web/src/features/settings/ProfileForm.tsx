import { type FormEvent, useMemo, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { User } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { ErrorState } from "@/ui/ErrorState";
import { Field } from "@/ui/Field";
import { FormError } from "@/ui/FormError";
import { Input, Textarea } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { useMe, useUpdateMe } from "../session/queries";
import { changeOf, type Profile, type ProfileField, profileOf } from "./profile";
import { browserZone, zoneGroups } from "./timezones";

export function ProfileForm() {
  const { data: user, error, refetch } = useMe();
  if (user) return <Form user={user} />;
  if (error) return <ErrorState title="Your profile could not be loaded" error={error} onRetry={refetch} />;
  return (
    <Loading label="Loading your profile" className="flex flex-col gap-4">
      {["a", "b", "c", "d"].map((row) => (
        <Skeleton key={row} className="h-9" />
      ))}
    </Loading>
  );
}

function Form({ user }: { user: User }) {
  const [edited, setEdited] = useState<Partial<Profile>>({});
  const update = useUpdateMe();
  // What another tab saves shows here at once, except in fields that are being edited.
  const draft = { ...profileOf(user), ...edited };
  const change = changeOf(user, draft);
  const set = (field: ProfileField) => (value: string) => setEdited({ ...edited, [field]: value });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!change) return;
    void announce(update.mutateAsync(change, { onSuccess: () => setEdited({}) }), { done: "Your profile was saved" });
  }

  return (
    <form onSubmit={submit} className="flex max-w-xl flex-col gap-4">
      {user.email && (
        <p className="text-sm text-muted">
          Signed in as <span className="text-text">{user.email}</span>
        </p>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label="Name" autoComplete="name" value={draft.name} onChange={set("name")} />
        <TextField
          label="Preferred name"
          hint="What agents and people call you."
          autoComplete="nickname"
          value={draft.preferred_name}
          onChange={set("preferred_name")}
        />
        <TextField
          label="Pronouns"
          hint="Such as she/her or they/them."
          value={draft.pronouns}
          onChange={set("pronouns")}
        />
        <ZoneField value={draft.timezone} onChange={set("timezone")} />
      </div>
      <LongField
        label="Notes"
        hint="How you like to be worked with: tone, hours, what to ask first."
        value={draft.notes}
        onChange={set("notes")}
      />
      <LongField
        label="Context"
        hint="What agents should know about you and your work."
        value={draft.context}
        onChange={set("context")}
      />
      {update.error && <FormError>{errorMessage(update.error)}</FormError>}
      <div className="flex gap-2">
        <Button variant="primary" type="submit" busy={update.isPending} disabled={!change}>
          Save profile
        </Button>
        {change && <Button onClick={() => setEdited({})}>Discard changes</Button>}
      </div>
    </form>
  );
}

interface FieldProps {
  label: string;
  hint?: string;
  value: string;
  onChange: (value: string) => void;
}

function TextField({ label, hint, value, onChange, autoComplete }: FieldProps & { autoComplete?: string }) {
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <Input
          {...control}
          autoComplete={autoComplete}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}

function LongField({ label, hint, value, onChange }: FieldProps) {
  return (
    <Field label={label} hint={hint}>
      {(control) => <Textarea {...control} value={value} onChange={({ target }) => onChange(target.value)} />}
    </Field>
  );
}

function ZoneField({ value, onChange }: Pick<FieldProps, "value" | "onChange">) {
  const groups = useMemo(() => zoneGroups(value || null), [value]);
  return (
    <Field label="Time zone" hint="So that agents know your hours. Pages show times in your browser’s zone.">
      {(control) => (
        <Select {...control} value={value} onChange={({ target }) => onChange(target.value)}>
          <option value="">Not set (this browser: {browserZone()})</option>
          {groups.map(({ region, zones }) => (
            <optgroup key={region} label={region}>
              {zones.map((zone) => (
                <option key={zone.value} value={zone.value}>
                  {zone.label}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
      )}
    </Field>
  );
}
