import { Plus } from "lucide-react";
import { type Dispatch, type FormEvent, type SetStateAction, useRef, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { BoardSnapshot, Task } from "@/lib/api/types";
import { useReachedAgain } from "@/lib/live/useReachedAgain";
import { fromLocalInput } from "@/lib/time/localInput";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { FormError } from "@/ui/FormError";
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
  const [draft, setDraft] = useState(BLANK);
  function close() {
    setDraft(BLANK);
    onOpenChange(false);
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      unsaved={isWritten(draft)}
      title="New task"
      className="sm:max-w-xl"
    >
      <CreateForm
        board={board}
        draft={draft}
        setDraft={setDraft}
        onCancel={close}
        onCreated={(task) => {
          close();
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

type Draft = typeof BLANK;

/** Whether closing would lose what takes time to do again; a priority or an agent is chosen with one click. */
function isWritten({ title, description, due, values, depends_on_task_ids, tag_ids }: Draft): boolean {
  const texts = [title, description, due, ...Object.values(values)];
  return texts.some((text) => text.trim() !== "") || depends_on_task_ids.length + tag_ids.length > 0;
}

interface FormProps {
  board: BoardSnapshot;
  draft: Draft;
  setDraft: Dispatch<SetStateAction<Draft>>;
  onCancel: () => void;
  onCreated: (task: Task) => void;
}

function CreateForm({ board, draft, setDraft, onCancel, onCreated }: FormProps) {
  const create = useCreateTask(board.board.id);
  useReachedAgain(create);
  const [problem, setProblem] = useState<string | null>(null);
  const asked = useAskedFields(board.board.id);
  const form = useRef<HTMLFormElement>(null);
  const waits = openAmong(board.tasks, draft.depends_on_task_ids).length > 0;

  function change(part: Partial<Draft>) {
    setDraft((old) => ({ ...old, ...part }));
    setProblem(null);
    // What was refused was something else.
    if (create.isError) create.reset();
  }

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
        {(problem || create.error) && <FormError>{problem ?? errorMessage(create.error)}</FormError>}
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
