import { useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Task } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { useCreateFromTemplate, useTemplates } from "./queries";

interface Props {
  boardId: string;
  onCreated: (task: Task) => void;
}

/** The short way to a task, on boards that have templates. */
export function FromTemplate({ boardId, onCreated }: Props) {
  const { data: templates = [] } = useTemplates(boardId);
  const [chosen, setChosen] = useState("");
  const create = useCreateFromTemplate(boardId);
  if (templates.length === 0) return null;
  return (
    <div className="flex items-end gap-2 rounded-md border bg-sunken p-3">
      <Field
        label="From a template"
        optional
        className="min-w-0 flex-1"
        error={create.error ? errorMessage(create.error) : null}
      >
        {(control) => (
          <Select {...control} value={chosen} onChange={({ target }) => setChosen(target.value)}>
            <option value="">None</option>
            {templates.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Button
        className="h-9"
        disabled={!chosen}
        busy={create.isPending}
        onClick={() => create.mutate(chosen, { onSuccess: onCreated })}
      >
        Make it
      </Button>
    </div>
  );
}
