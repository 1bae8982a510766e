import { Dices } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { BoardSnapshot, Webhook } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { CopyButton } from "@/ui/CopyButton";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { FormError } from "@/ui/FormError";
import { Input } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { SwitchRow } from "@/ui/Switch";
import { announce } from "@/ui/toast";
import { AssigneePicker } from "../tasks/AssigneePicker";
import { MarkdownField } from "../tasks/MarkdownField";
import {
  bodyOf,
  changeOf,
  type Draft,
  draftOf,
  flawOfSecret,
  isComplete,
  newSecret,
  SCHEMES,
  type Scheme,
} from "./draft";
import { useCreateWebhook, useUpdateWebhook } from "./queries";

interface Props {
  board: BoardSnapshot;
  /** The one to edit; null for a new one. */
  webhook: Webhook | null;
  open: boolean;
  onClose: () => void;
}

export function WebhookDialog({ board, webhook, open, onClose }: Props) {
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={webhook ? "Edit webhook" : "New webhook"}
      className="sm:max-w-xl"
    >
      <WebhookForm key={webhook?.id ?? "new"} board={board} webhook={webhook} onClose={onClose} />
    </Dialog>
  );
}

type PartProps = { draft: Draft; change: (part: Partial<Draft>) => void };

function WebhookForm({ board, webhook, onClose }: Omit<Props, "open">) {
  const [draft, setDraft] = useState(() => draftOf(webhook));
  const change = (part: Partial<Draft>) => setDraft((old) => ({ ...old, ...part }));
  const create = useCreateWebhook(board.board.id);
  const update = useUpdateWebhook(board.board.id);
  const form = useRef<HTMLFormElement>(null);
  const { error, isPending } = webhook ? update : create;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isComplete(draft) || isPending) return;
    const then = { onSuccess: onClose };
    const saved = webhook
      ? update.mutateAsync({ webhookId: webhook.id, change: changeOf(draft) }, then)
      : create.mutateAsync({ ...bodyOf(draft), enabled: true }, then);
    void announce(saved, { done: "The webhook was saved" });
  }

  return (
    <form ref={form} onSubmit={submit} className="flex min-h-0 flex-col">
      <DialogBody>
        <MarkdownField
          label="What the agent is to do with deliveries"
          autoFocus
          value={draft.description}
          onChange={(description) => change({ description })}
          onSubmit={() => form.current?.requestSubmit()}
        />
        <Field label="Agent that is told" optional hint="The board's lead when nobody is chosen.">
          {(control) => (
            <AssigneePicker
              id={control.id}
              aria-describedby={control["aria-describedby"]}
              agents={board.agents}
              value={draft.agent_id}
              onChange={(agent_id) => change({ agent_id })}
            />
          )}
        </Field>
        <SenderFields draft={draft} change={change} />
        <SecretFields draft={draft} change={change} hasSecret={webhook?.has_secret ?? false} />
        {error && <FormError>{errorMessage(error)}</FormError>}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" type="submit" busy={isPending} disabled={!isComplete(draft)}>
          {webhook ? "Save" : "Create webhook"}
        </Button>
      </DialogFooter>
    </form>
  );
}

function SenderFields({ draft, change }: PartProps) {
  const chosen = SCHEMES.find(({ value }) => value === draft.scheme);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="How the sender signs" hint={chosen?.hint}>
        {(control) => (
          <Select
            {...control}
            value={draft.scheme}
            onChange={({ target }) => change({ scheme: target.value as Scheme })}
          >
            {SCHEMES.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Header of the signature" optional hint="Only when the sender uses another one.">
        {(control) => (
          <Input
            {...control}
            value={draft.header}
            placeholder={chosen?.header}
            onChange={({ target }) => change({ header: target.value })}
          />
        )}
      </Field>
    </div>
  );
}

function SecretFields({ draft, change, hasSecret }: PartProps & { hasSecret: boolean }) {
  const hint = hasSecret
    ? "There is one, and it is not shown again. What you write here replaces it."
    : "Copy it to the sender now: it is not shown again. Without one, anybody who knows the address is believed.";
  return (
    <>
      <Field label="Secret" optional={!hasSecret} hint={hint} error={flawOfSecret(draft)}>
        {(control) => (
          <div className="flex items-center gap-1">
            <Input
              {...control}
              autoComplete="off"
              spellCheck={false}
              className="font-mono"
              disabled={draft.removesSecret}
              value={draft.secret}
              onChange={({ target }) => change({ secret: target.value })}
            />
            {draft.secret && <CopyButton text={draft.secret} label="Copy the secret" />}
            <Button
              size="icon"
              variant="ghost"
              aria-label="Make a random secret"
              disabled={draft.removesSecret}
              onClick={() => change({ secret: newSecret() })}
            >
              <Dices className="size-4" aria-hidden />
            </Button>
          </div>
        )}
      </Field>
      {hasSecret && (
        <SwitchRow
          label="Remove the secret"
          description="From then on deliveries are taken without a signature."
          checked={draft.removesSecret}
          onChange={(removesSecret) => change({ removesSecret, secret: "" })}
        />
      )}
    </>
  );
}
