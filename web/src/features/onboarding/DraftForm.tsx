import { type FormEvent, useState } from "react";
import { ApiError, errorMessage } from "@/lib/api/errors";
import type { Board, Onboarding } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { FormError } from "@/ui/FormError";
import { toast } from "@/ui/toast";
import { ChangedDraft } from "./ChangedDraft";
import { type DraftFields, decidesAlone, draftOf, fieldsOf, goalFieldsOf, goalOf, problemsOf } from "./draft";
import { GoalFieldset } from "./GoalFieldset";
import { LeadFieldset } from "./LeadFieldset";
import { ProfileFieldset } from "./ProfileFieldset";
import { useConfirmDraft, useEditDraft } from "./queries";
import { useRead } from "./useRead";

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
  const [sending, setSending] = useState(false);
  const edit = useEditDraft(board.id);
  const confirm = useConfirmDraft(board.id);
  const draft = onboarding.draft_goal ?? emptyDraft(board);
  const known = useRead(onboarding, emptyDraft(board));
  // While one's own change is sent it is no news.
  const stale = known.changes.length > 0 && !sending;
  const fields: DraftFields = { ...fieldsOf(draft), ...touched };
  const changed = Object.keys(touched).length > 0;
  const error = edit.error ?? confirm.error;
  const change = (part: Partial<DraftFields>) => setTouched((before) => ({ ...before, ...part }));

  async function save(): Promise<number> {
    const saved = await edit.mutateAsync({ version: known.version, body: draftOf(fields, draft) });
    setTouched({});
    known.take(saved);
    return saved.version;
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setStrict(true);
    if (stale || Object.values(problemsOf(fields)).some(Boolean)) return;
    const version = changed || !onboarding.draft_goal ? await save() : known.version;
    await confirm.mutateAsync({ version, body: goalOf(fields, draft) });
    toast.success("The goal is confirmed");
  }

  // What goes wrong is shown below.
  const quietly = (deed: Promise<void>) => {
    setSending(true);
    void deed.catch(() => {}).finally(() => setSending(false));
  };
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
      <WhatFollows fields={fields} free={decidesAlone(fields, draft)} />
      {stale && <ChangedDraft who={known.who} changes={known.changes} onRead={() => known.take(onboarding)} />}
      {error && !stale && (
        <FormError>
          {isStale(error) ? "This was changed meanwhile; look at it, and confirm it again." : errorMessage(error)}
        </FormError>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        {onClose && <Button onClick={onClose}>Cancel</Button>}
        {changed && (
          <Button
            busy={edit.isPending}
            disabled={stale}
            onClick={() => quietly(save().then(() => void toast.success("Saved")))}
          >
            Save the draft
          </Button>
        )}
        <Button type="submit" variant="primary" busy={confirm.isPending} disabled={stale}>
          Confirm
        </Button>
      </div>
    </form>
  );
}

function isStale(error: Error): boolean {
  return error instanceof ApiError && error.code === "stale_version";
}

function WhatFollows({ fields, free }: { fields: DraftFields; free: boolean }) {
  return (
    <p className="rounded-md bg-info-tint px-3 py-2 text-sm text-info">
      When you confirm, the board gets this goal, and {fields.name.trim() || "its lead agent"} is set up on the gateway
      to lead it. {free ? "Agents finish tasks by themselves." : "A task is done once a person has approved it."}
    </p>
  );
}

function emptyDraft(board: Board): NonNullable<Onboarding["draft_goal"]> {
  return { ...goalOf(goalFieldsOf(board), board), status: "complete" as const };
}
