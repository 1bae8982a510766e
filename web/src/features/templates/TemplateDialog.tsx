import { type FormEvent, useRef, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { BoardSnapshot, Template } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { FormError } from "@/ui/FormError";
import { Input } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { SwitchRow } from "@/ui/Switch";
import { announce } from "@/ui/toast";
import { useFieldsOfBoard } from "../customFields/queries";
import { AssigneePicker } from "../tasks/AssigneePicker";
import { MarkdownField } from "../tasks/MarkdownField";
import { NewTaskFields, NewTaskTags } from "../tasks/NewTaskExtras";
import { PrioritySelect } from "../tasks/PrioritySelect";
import { bodyOf, type Draft, draftOf, isComplete, valuesOf } from "./draft";
import { useCreateTemplate, useUpdateTemplate } from "./queries";
import { SchedulePicker } from "./SchedulePicker";

interface Props {
  board: BoardSnapshot;
  /** The one to edit; null for a new one. */
  template: Template | null;
  open: boolean;
  onClose: () => void;
}

export function TemplateDialog({ board, template, open, onClose }: Props) {
  const title = template ? `Edit ${template.name}` : "New template";
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()} title={title} className="sm:max-w-xl">
      <TemplateForm key={template?.id ?? "new"} board={board} template={template} onClose={onClose} />
    </Dialog>
  );
}

type PartProps = { board: BoardSnapshot; draft: Draft; change: (part: Partial<Draft>) => void };

function TemplateForm({ board, template, onClose }: Omit<Props, "open">) {
  const [draft, setDraft] = useState(() => draftOf(template));
  const fields = useFieldsOfBoard(board.board.id);
  const present: Record<string, unknown> = template?.custom_field_values ?? {};
  const [problem, setProblem] = useState<string | null>(null);
  const change = (part: Partial<Draft>) => setDraft((old) => ({ ...old, ...part }));
  const create = useCreateTemplate(board.board.id);
  const update = useUpdateTemplate(board.board.id);
  const form = useRef<HTMLFormElement>(null);
  const { error, isPending } = template ? update : create;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isComplete(draft) || isPending) return;
    const filled = valuesOf(fields, draft.texts, present);
    setProblem(filled.problem);
    if (filled.problem) return;
    const body = bodyOf(draft, filled.values);
    const then = { onSuccess: onClose };
    const saved = template
      ? update.mutateAsync({ templateId: template.id, change: body }, then)
      : create.mutateAsync({ ...body, paused: false }, then);
    void announce(saved, { done: `${body.name} was saved` });
  }

  return (
    <form ref={form} onSubmit={submit} className="flex min-h-0 flex-col">
      <DialogBody>
        <Contents board={board} draft={draft} change={change} onSubmit={() => form.current?.requestSubmit()} />
        <NewTaskTags chosen={draft.tag_ids} onChange={(tag_ids) => change({ tag_ids })} />
        <NewTaskFields
          fields={fields.filter(({ ui_visibility }) => ui_visibility !== "hidden")}
          present={present}
          texts={draft.texts}
          onChange={(texts) => change({ texts })}
        />
        <SwitchRow
          label="Recurring"
          description="Makes a task by itself whenever it is time. Otherwise by hand alone."
          checked={draft.recurs}
          onChange={(recurs) => change({ recurs })}
        />
        {draft.recurs && <Schedule board={board} draft={draft} change={change} />}
        {(problem || error) && <FormError>{problem ?? errorMessage(error)}</FormError>}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" type="submit" busy={isPending} disabled={!isComplete(draft)}>
          {template ? "Save" : "Create template"}
        </Button>
      </DialogFooter>
    </form>
  );
}

function Contents({ board, draft, change, onSubmit }: PartProps & { onSubmit: () => void }) {
  return (
    <>
      <Field label="Name" hint="What the template is called.">
        {(control) => (
          <Input {...control} autoFocus value={draft.name} onChange={({ target }) => change({ name: target.value })} />
        )}
      </Field>
      <Field label="Title of its tasks" hint="May hold {date}, {time} and {number}.">
        {(control) => (
          <Input {...control} value={draft.title} onChange={({ target }) => change({ title: target.value })} />
        )}
      </Field>
      <MarkdownField
        label="Description"
        optional
        value={draft.description}
        onChange={(description) => change({ description })}
        onSubmit={onSubmit}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Priority">
          {(control) => (
            <PrioritySelect {...control} value={draft.priority} onChange={(priority) => change({ priority })} />
          )}
        </Field>
        <Field label="Due after, in hours" optional>
          {(control) => (
            <Input
              {...control}
              type="number"
              min={0}
              max={8784}
              step="any"
              value={draft.dueAfterHours}
              onChange={({ target }) => change({ dueAfterHours: target.value })}
            />
          )}
        </Field>
      </div>
      <Field label="Assignee" optional>
        {(control) => (
          <AssigneePicker
            id={control.id}
            agents={board.agents}
            value={draft.assigned_agent_id}
            onChange={(assigned_agent_id) => change({ assigned_agent_id })}
          />
        )}
      </Field>
    </>
  );
}

function Schedule({ board, draft, change }: PartProps) {
  return (
    <>
      <SchedulePicker
        boardId={board.board.id}
        choice={draft.choice}
        zone={draft.zone}
        onChoice={(part) => change({ choice: { ...draft.choice, ...part } })}
        onZone={(zone) => change({ zone })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="While its last task is open">
          {(control) => (
            <Select
              {...control}
              value={draft.overlap}
              onChange={({ target }) => change({ overlap: target.value as Draft["overlap"] })}
            >
              <option value="skip">Skip the run</option>
              <option value="allow">Make another task</option>
            </Select>
          )}
        </Field>
        <Field label="Runs missed while the server was down">
          {(control) => (
            <Select
              {...control}
              value={draft.catchUp}
              onChange={({ target }) => change({ catchUp: target.value as Draft["catchUp"] })}
            >
              <option value="one">One task for all of them</option>
              <option value="all">A task for each, 24 at most</option>
              <option value="skip">No task</option>
            </Select>
          )}
        </Field>
      </div>
    </>
  );
}
