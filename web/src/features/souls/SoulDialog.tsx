import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Agent, SoulRef } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { FormError } from "@/ui/FormError";
import { Textarea } from "@/ui/Input";
import { announce } from "@/ui/toast";
import { useReadSoul, useSoulOf, useWriteSoul } from "./queries";
import { SoulChoice } from "./SoulChoice";

const MOST_CHARACTERS = 20_000;

/** Begins with what the agent reads now, edits on its gateway included, or with what is kept when that is away. */
export function SoulDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const onGateway = agent.connection === "gateway";
  const now = useSoulOf(agent.id, onGateway);
  const [written, setWritten] = useState<string>();
  const [source, setSource] = useState<SoulRef>();
  const chosen = useReadSoul();
  const write = useWriteSoul(agent.id);
  const kept = now.data?.content ?? agent.soul_template ?? "";
  const text = written ?? kept;

  function choose(soul: SoulRef) {
    const show = (content: string) => {
      setWritten(content);
      setSource(soul);
    };
    void announce(chosen.mutateAsync(soul).then(show), { failed: "This soul could not be read" });
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    const written = write.mutateAsync({ content: text, source_url: source?.page_url ?? null }, { onSuccess: onClose });
    void announce(written, { done: `${agent.name} has another soul` });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      unsaved={written !== undefined && written !== kept}
      title={`Soul of ${agent.name}`}
      description={
        onGateway
          ? "What it is to be like. It replaces SOUL.md on its gateway, edits included."
          : "What it is to be like. The agent reads it with its token."
      }
      className="sm:max-w-3xl"
    >
      <form onSubmit={submit} className="flex min-h-0 flex-col">
        <DialogBody>
          {now.error && (
            <p className="rounded-md bg-warn-tint px-3 py-2 text-sm text-warn">
              What is on the gateway could not be read: {errorMessage(now.error)}
            </p>
          )}
          <SoulChoice busy={chosen.isPending} onChoose={choose} />
          <Field label="Text" hint="Markdown">
            {(control) => (
              <Textarea
                {...control}
                rows={14}
                className="font-mono text-sm"
                disabled={onGateway && now.isPending}
                maxLength={MOST_CHARACTERS}
                value={text}
                onChange={({ target }) => {
                  setWritten(target.value);
                }}
              />
            )}
          </Field>
          {write.error && <FormError>{errorMessage(write.error)}</FormError>}
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" busy={write.isPending} disabled={!text.trim()}>
            Save
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
