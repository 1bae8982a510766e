import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Board, BoardUpdate } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { FormError } from "@/ui/FormError";
import { Input, Textarea } from "@/ui/Input";
import { announce } from "@/ui/toast";
import { useUpdateBoard } from "../queries";
import { parseAgentLimit } from "./agentLimit";
import { SettingsCard } from "./SettingsCard";

const MOST_HOURS = 8760;

interface Draft {
  name: string;
  description: string;
  limit: string;
  expiry: string;
  sureness: string;
}

export function GeneralSettings({ board }: { board: Board }) {
  // Only what was touched: what somebody else changes meanwhile shows in the other fields, and is not sent back.
  const [touched, setTouched] = useState<Partial<Draft>>({});
  const update = useUpdateBoard(board.id);
  const draft = {
    name: board.name,
    description: board.description,
    limit: String(board.max_agents),
    expiry: expiryOf(board),
    sureness: String(board.approval_confidence_threshold),
    ...touched,
  };
  const problems = problemsOf(draft);
  const change = changeOf(board, draft);
  const changed = Object.keys(change).length > 0;
  const valid = Object.values(problems).every((problem) => problem === null);
  const edit = (part: Partial<Draft>) => setTouched({ ...touched, ...part });

  function submit(event: FormEvent) {
    event.preventDefault();
    void announce(update.mutateAsync(change, { onSuccess: () => setTouched({}) }), { done: "Saved" });
  }

  return (
    <SettingsCard title="General">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Name" error={problems.name}>
          {(control) => (
            <Input {...control} value={draft.name} onChange={({ target }) => edit({ name: target.value })} />
          )}
        </Field>
        <Field label="Description" hint="What the board is for; agents read it too." error={problems.description}>
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              value={draft.description}
              onChange={({ target }) => edit({ description: target.value })}
            />
          )}
        </Field>
        <Field
          label="Agents that the lead may add"
          hint="A lead agent can bring in others until the board has this many besides itself. People are not limited."
          error={problems.limit}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              className="max-w-28"
              value={draft.limit}
              onChange={({ target }) => edit({ limit: target.value })}
            />
          )}
        </Field>
        <Field
          label="Approvals expire after (hours)"
          optional
          hint="An approval that nobody decides is rejected by itself then. Empty: it waits for as long as it takes."
          error={problems.expiry}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              className="max-w-28"
              value={draft.expiry}
              onChange={({ target }) => edit({ expiry: target.value })}
            />
          )}
        </Field>
        <Field
          label="Agents ask when less sure than (of 100)"
          hint="They are told to ask first, whatever the action, and an approval shows how sure its agent was beside it."
          error={problems.sureness}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              className="max-w-28"
              value={draft.sureness}
              onChange={({ target }) => edit({ sureness: target.value })}
            />
          )}
        </Field>
        {update.error && <FormError>{errorMessage(update.error)}</FormError>}
        <div className="flex justify-end gap-2">
          {changed && <Button onClick={() => setTouched({})}>Discard</Button>}
          <Button type="submit" variant="primary" busy={update.isPending} disabled={!changed || !valid}>
            Save
          </Button>
        </div>
      </form>
    </SettingsCard>
  );
}

function expiryOf(board: Board): string {
  return board.approval_expires_after_hours ? String(board.approval_expires_after_hours) : "";
}

function problemsOf({ name, description, limit, expiry, sureness }: Draft): Record<keyof Draft, string | null> {
  return {
    name: name.trim() ? null : "A board needs a name.",
    description: description.trim() ? null : "Say what the board is for: agents work by it.",
    limit: parseAgentLimit(limit) === null ? "A whole number, 0 or more." : null,
    expiry: /^\s*([1-9]\d{0,3})?\s*$/.test(expiry) && Number(expiry) <= MOST_HOURS ? null : "1 to 8760, or empty.",
    sureness: /^\s*(\d{1,2}|100)\s*$/.test(sureness) ? null : "A whole number, 0 to 100.",
  };
}

function changeOf(board: Board, { name, description, limit, expiry, sureness }: Draft): BoardUpdate {
  const max_agents = parseAgentLimit(limit);
  return {
    ...(name.trim() !== board.name && { name: name.trim() }),
    ...(description.trim() !== board.description && { description: description.trim() }),
    ...(expiry.trim() !== expiryOf(board) && { approval_expires_after_hours: Number(expiry) || null }),
    ...(sureness.trim() !== String(board.approval_confidence_threshold) && {
      approval_confidence_threshold: Number(sureness),
    }),
    ...(max_agents !== board.max_agents && { max_agents }),
  };
}
