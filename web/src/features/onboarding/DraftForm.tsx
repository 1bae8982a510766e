import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Board, Onboarding } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { toast } from "@/ui/toast";
import { type DraftFields, draftOf, fieldsOf, goalFieldsOf, goalOf, problemsOf } from "./draft";
import { GoalFieldset } from "./GoalFieldset";
import { LeadFieldset } from "./LeadFieldset";
import { ProfileFieldset } from "./ProfileFieldset";
import { useConfirmDraft, useEditDraft } from "./queries";

interface Props {
  board: Board;
  onboarding: Onboarding;
  /** Given while the agent has sent no draft yet. */
  onClose?: () => void;
}

/** The draft, to be corrected and confirmed; of a field that is being edited the agent changes nothing. */
export function DraftForm({ board, onboarding, onClose }: Props) {
  const [touched, setTouched] = useState<Partial<DraftFields>>({});
  const [strict, setStrict] = useState(false);
  const edit = useEditDraft(board.id);
  const confirm = useConfirmDraft(board.id);
  const draft = onboarding.draft_goal ?? emptyDraft(board);
  const fields: DraftFields = { ...fieldsOf(draft), ...touched };
  const changed = Object.keys(touched).length > 0;
  const error = edit.error ?? confirm.error;
  const change = (part: Partial<DraftFields>) => setTouched((before) => ({ ...before, ...part }));

  async function save() {
    await edit.mutateAsync(draftOf(fields, draft));
    setTouched({});
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setStrict(true);
    if (Object.values(problemsOf(fields)).some(Boolean)) return;
    if (changed || !onboarding.draft_goal) await save();
    await confirm.mutateAsync(goalOf(fields, draft));
    toast.success("The goal is confirmed");
  }

  // What goes wrong is shown below.
  const quietly = (deed: Promise<void>) => void deed.catch(() => {});
  return (
    <form
      aria-labelledby="draft"
      onSubmit={(event) => quietly(submit(event))}
      className="flex flex-col gap-5 rounded-lg border bg-surface p-4 sm:p-5"
    >
      <div>
        <h2 id="draft" className="text-lg font-semibold">
          {onClose ? "Write the draft yourself" : "The draft"}
        </h2>
        <p className="text-muted">Correct what is not as you want it; nothing holds until you confirm it.</p>
      </div>
      <GoalFieldset fields={fields} strict={strict} onChange={change} />
      <LeadFieldset fields={fields} onChange={change} />
      <ProfileFieldset fields={fields} onChange={change} />
      <WhatFollows fields={fields} />
      {error && (
        <p role="alert" className="text-sm text-bad">
          {errorMessage(error)}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        {onClose && <Button onClick={onClose}>Cancel</Button>}
        {changed && (
          <Button busy={edit.isPending} onClick={() => quietly(save().then(() => void toast.success("Saved")))}>
            Save the draft
          </Button>
        )}
        <Button type="submit" variant="primary" busy={confirm.isPending}>
          Confirm
        </Button>
      </div>
    </form>
  );
}

function WhatFollows({ fields }: { fields: DraftFields }) {
  const free = fields.autonomy_level === "autonomous";
  return (
    <p className="rounded-md bg-info-tint px-3 py-2 text-sm text-info">
      When you confirm, the board gets this goal, and {fields.name.trim() || "its lead agent"} is set up on the gateway
      to lead it. {free ? "Agents finish tasks by themselves." : "A task is done once a person has approved it."}
    </p>
  );
}

function emptyDraft(board: Board) {
  return { ...goalOf(goalFieldsOf(board), board), status: "complete" as const };
}
