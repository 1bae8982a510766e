import { Plus } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { BoardSnapshot, Task } from "@/lib/api/types";
import { fromLocalInput } from "@/lib/time/localInput";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { FromTemplate } from "../templates/FromTemplate";
import { AssigneePicker } from "./AssigneePicker";
import { openAmong } from "./dependencies";
import { MarkdownField } from "./MarkdownField";
import { filledIn, NewTaskFields, NewTaskTags, useAskedFields } from "./NewTaskExtras";
import { PrioritySelect } from "./PrioritySelect";
import { useCreateTask } from "./queries";
import { TaskChips } from "./TaskChips";
import { TaskPicker } from "./TaskPicker";

interface Props {
  board: BoardSnapshot;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onCreated: (task: Task) => void;
}

export function CreateTaskDialog({ board, open, onOpenChange, onCreated }: Props) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="New task" className="sm:max-w-xl">
      <CreateForm
        board={board}
        onCancel={() => onOpenChange(false)}
        onCreated={(task) => {
          onOpenChange(false);
          onCreated(task);
        }}
      />
    </Dialog>
  );
}

const BLANK = {
  title: "",
  description: "",
  priority: "medium",
  due: "",
  assigned_agent_id: null as string | null,
  depends_on_task_ids: [] as string[],
  tag_ids: [] as string[],
  values: {} as Record<string, string>,
};

interface FormProps {
  board: BoardSnapshot;
  onCancel: () => void;
  onCreated: (task: Task) => void;
}

function CreateForm({ board, onCancel, onCreated }: FormProps) {
  const [draft, setDraft] = useState(BLANK);
  const change = (part: Partial<typeof BLANK>) => setDraft((old) => ({ ...old, ...part }));
  const create = useCreateTask(board.board.id);
  const [problem, setProblem] = useState<string | null>(null);
  const asked = useAskedFields(board.board.id);
  const form = useRef<HTMLFormElement>(null);
  const waits = openAmong(board.tasks, draft.depends_on_task_ids).length > 0;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!draft.title.trim() || create.isPending) return;
    const { due, values, ...fields } = draft;
    const filled = filledIn(asked, values);
    setProblem(filled.problem);
    if (filled.problem) return;
    const body = {
      ...fields,
      title: draft.title.trim(),
      description: draft.description.trim() || null,
      due_at: fromLocalInput(due),
      // A task that waits for others has no assignee: the server refuses one.
      assigned_agent_id: waits ? null : draft.assigned_agent_id,
      status: "inbox" as const,
      custom_field_values: filled.values as never,
    };
    create.mutate(body, { onSuccess: onCreated });
  }

  return (
    <form ref={form} onSubmit={submit} className="flex min-h-0 flex-col">
      <DialogBody>
        <FromTemplate boardId={board.board.id} onCreated={onCreated} />
        <Field label="Title">
          {(control) => (
            <Input
              {...control}
              autoFocus
              value={draft.title}
              onChange={({ target }) => change({ title: target.value })}
            />
          )}
        </Field>
        <MarkdownField
          label="Description"
          optional
          value={draft.description}
          onChange={(description) => change({ description })}
          onSubmit={() => form.current?.requestSubmit()}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Priority">
            {(control) => (
              <PrioritySelect {...control} value={draft.priority} onChange={(priority) => change({ priority })} />
            )}
          </Field>
          <Field label="Due" optional>
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                value={draft.due}
                onChange={({ target }) => change({ due: target.value })}
              />
            )}
          </Field>
        </div>
        <Field label="Assignee" optional hint={waits ? "Can be chosen once the tasks below are done." : undefined}>
          {(control) => (
            <AssigneePicker
              id={control.id}
              aria-describedby={control["aria-describedby"]}
              disabled={waits}
              agents={board.agents}
              value={waits ? null : draft.assigned_agent_id}
              onChange={(assigned_agent_id) => change({ assigned_agent_id })}
            />
          )}
        </Field>
        <NewTaskTags chosen={draft.tag_ids} onChange={(tag_ids) => change({ tag_ids })} />
        <NewTaskFields fields={asked} texts={draft.values} onChange={(values) => change({ values })} />
        <Dependencies
          board={board}
          chosen={draft.depends_on_task_ids}
          onChange={(depends_on_task_ids) => change({ depends_on_task_ids })}
        />
        {(problem || create.error) && (
          <p role="alert" className="text-sm text-bad">
            {problem ?? errorMessage(create.error)}
          </p>
        )}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <Button variant="primary" type="submit" busy={create.isPending} disabled={!draft.title.trim()}>
          Create task
        </Button>
      </DialogFooter>
    </form>
  );
}

interface DependenciesProps {
  board: BoardSnapshot;
  chosen: string[];
  onChange: (taskIds: string[]) => void;
}

function Dependencies({ board, chosen, onChange }: DependenciesProps) {
  const toggle = (id: string) =>
    onChange(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  if (board.tasks.length === 0) return null;
  return (
    <section aria-labelledby="new-task-waits" className="flex flex-col items-start gap-2">
      <h3 id="new-task-waits" className="text-sm font-medium">
        Waits for <span className="font-normal text-faint">optional</span>
      </h3>
      <TaskChips tasks={board.tasks} ids={chosen} onRemove={toggle} />
      <TaskPicker label="Find a task" tasks={board.tasks} chosen={chosen} onToggle={toggle}>
        <Button size="sm">
          <Plus className="size-3.5" aria-hidden />
          Add a task
        </Button>
      </TaskPicker>
    </section>
  );
}
