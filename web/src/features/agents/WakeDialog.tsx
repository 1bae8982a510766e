import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Agent } from "@/lib/api/types";
import { inLocalTime } from "@/lib/time/sentences";
import { useNow } from "@/lib/time/useNow";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { FormError } from "@/ui/FormError";
import { Textarea } from "@/ui/Input";
import { announce } from "@/ui/toast";
import { useWakeAgent } from "./queries";

interface Props {
  agent: Agent;
  /** Whether it is to be told something, or only to look for work. */
  nudges: boolean;
  onClose: () => void;
}

/** Says what it costs, asks once, and tells what the agent waits for before it is told. */
export function WakeDialog({ agent, nudges, onClose }: Props) {
  const [message, setMessage] = useState("");
  const wake = useWakeAgent(agent.id);
  const now = useNow();

  function submit(event: FormEvent) {
    event.preventDefault();
    if (wake.isPending || (nudges && !message.trim())) return;
    void announce(wake.mutateAsync(nudges ? message.trim() : null, { onSuccess: onClose }), {
      done: `${agent.name} is ${nudges ? "told" : "woken"} once`,
      more: ({ waits_for }) => inLocalTime(waits_for, now),
    });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      unsaved={message.trim() !== ""}
      title={nudges ? `Nudge ${agent.name}` : `Wake ${agent.name} now?`}
      description={costOf(agent, nudges)}
    >
      <form onSubmit={submit}>
        {(nudges || wake.error) && (
          <DialogBody>
            {nudges && (
              <Field label="What to tell it">
                {(control) => (
                  <Textarea
                    {...control}
                    autoFocus
                    rows={4}
                    maxLength={10_000}
                    value={message}
                    onChange={({ target }) => setMessage(target.value)}
                  />
                )}
              </Field>
            )}
            {wake.error && <FormError>{errorMessage(wake.error)}</FormError>}
          </DialogBody>
        )}
        <DialogFooter>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            type="submit"
            autoFocus={!nudges}
            busy={wake.isPending}
            disabled={nudges && !message.trim()}
          >
            {nudges ? "Nudge" : "Wake"}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

function costOf({ model, setup }: Agent, nudges: boolean): string {
  const turn = `This costs a turn of ${model ?? "the model that its gateway chooses"}.`;
  const what = nudges
    ? "It hears this in its session."
    : "It looks whether there is work for it; new work wakes it without this.";
  const when = setup && !setup.gateway_connected ? ` ${setup.gateway_name} is away: it happens once that is back.` : "";
  return `${turn} ${what}${when}`;
}
