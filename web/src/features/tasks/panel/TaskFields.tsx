import { X } from "lucide-react";
import { useState } from "react";
import type { BoardSnapshot, Task } from "@/lib/api/types";
import { fromLocalInput, toLocalInput } from "@/lib/time/localInput";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { AssigneePicker } from "../AssigneePicker";
import { PrioritySelect } from "../PrioritySelect";
import type { Save } from "./useTaskEdit";

interface Props {
  board: BoardSnapshot;
  task: Task;
  save: Save;
}

export function TaskFields({ board, task, save }: Props) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Assignee" hint={task.is_blocked ? "A blocked task has no assignee." : undefined}>
        {(control) => (
          <AssigneePicker
            id={control.id}
            aria-describedby={control["aria-describedby"]}
            disabled={task.is_blocked}
            agents={board.agents}
            value={task.assigned_agent_id}
            onChange={(assigned_agent_id) => save({ assigned_agent_id }, "assignee")}
          />
        )}
      </Field>
      <Field label="Priority">
        {(control) => (
          <PrioritySelect {...control} value={task.priority} onChange={(priority) => save({ priority }, "priority")} />
        )}
      </Field>
      <DueField due={task.due_at} onSave={(due_at) => save({ due_at }, "due date")} />
    </div>
  );
}

/** Saved on leaving: while typing, the field holds dates that nobody means. */
function DueField({ due, onSave }: { due: string | null; onSave: (due: string | null) => void }) {
  const [draft, setDraft] = useState<string | null>(null);
  const shown = toLocalInput(due);
  function leave() {
    if (draft !== null && draft !== shown) onSave(fromLocalInput(draft));
    setDraft(null);
  }
  return (
    <Field label="Due">
      {(control) => (
        <div className="flex gap-1">
          <Input
            {...control}
            type="datetime-local"
            value={draft ?? shown}
            onChange={({ target }) => setDraft(target.value)}
            onBlur={leave}
          />
          {due && (
            <Button
              variant="ghost"
              size="icon"
              className="size-9"
              aria-label="Remove the due date"
              onClick={() => onSave(null)}
            >
              <X className="size-4" aria-hidden />
            </Button>
          )}
        </div>
      )}
    </Field>
  );
}
