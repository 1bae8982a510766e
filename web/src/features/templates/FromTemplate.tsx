import { useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Task, Template } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Loaded } from "@/ui/Loaded";
import { Select } from "@/ui/Select";
import { useCreateFromTemplate, useTemplates } from "./queries";

interface Props {
  boardId: string;
  onCreated: (task: Task) => void;
}

/** The short way to a task, on boards that have templates. */
export function FromTemplate(props: Props) {
  const templates = useTemplates(props.boardId);
  return (
    <Loaded query={templates} what="templates" skeleton="h-22" empty={null}>
      {(there) => <Choice templates={there} {...props} />}
    </Loaded>
  );
}

function Choice({ templates, boardId, onCreated }: Props & { templates: Template[] }) {
  const [chosen, setChosen] = useState("");
  const create = useCreateFromTemplate(boardId);
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
