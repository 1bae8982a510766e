import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { MadeSubscription, Subscription } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Checkbox } from "@/ui/Checkbox";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { announce } from "@/ui/toast";
import { labelOf } from "../activity/eventTypes";
import { KindPicker } from "../activity/KindPicker";
import { BoardChoice } from "../boards/BoardChoice";
import { useMakeSubscription, useUpdateSubscription } from "./queries";
import { KINDS } from "./wanted";

interface Props {
  /** Null for a new one. */
  subscription: Subscription | null;
  open: boolean;
  onClose: () => void;
  onMade: (made: MadeSubscription) => void;
}

export function SubscriptionDialog({ subscription, open, onClose, onMade }: Props) {
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={subscription ? "Edit subscription" : "New subscription"}
      description="What happens is posted to the address as JSON, signed, in order, and again until it is taken."
    >
      <SubscriptionForm subscription={subscription} onClose={onClose} onMade={onMade} />
    </Dialog>
  );
}

function SubscriptionForm({ subscription, onClose, onMade }: Omit<Props, "open">) {
  const [name, setName] = useState(subscription?.name ?? "");
  const [url, setUrl] = useState(subscription?.url ?? "");
  const [types, setTypes] = useState<string[]>(subscription?.event_types ?? []);
  const [boards, setBoards] = useState<string[] | null>(subscription?.board_ids ?? null);
  const make = useMakeSubscription();
  const update = useUpdateSubscription();
  const error = make.error ?? update.error;

  // What goes wrong is shown below the address.
  function submit(event: FormEvent) {
    event.preventDefault();
    const body = { name, url, event_types: types, board_ids: boards };
    if (subscription) {
      const changed = update.mutateAsync({ id: subscription.id, change: body }, { onSuccess: onClose });
      void announce(changed, { done: "The subscription was changed" });
    } else {
      // The secret is shown once: also to who closed the dialog before the answer came.
      void announce(make.mutateAsync(body, { onSuccess: onClose }).then(onMade));
    }
  }

  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col">
      <DialogBody>
        <Field label="Name" hint="What it is for.">
          {(control) => (
            <Input {...control} autoFocus required value={name} onChange={({ target }) => setName(target.value)} />
          )}
        </Field>
        <Field label="Address" error={error ? errorMessage(error) : null}>
          {(control) => (
            <Input
              {...control}
              required
              type="url"
              placeholder="https://hooks.example.org/mission-control"
              value={url}
              onChange={({ target }) => setUrl(target.value)}
            />
          )}
        </Field>
        <Kinds types={types} onChange={setTypes} />
        <BoardChoice all="All, and what is of no board" label="Boards" chosen={boards} onChange={setBoards} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="primary"
          type="submit"
          busy={make.isPending || update.isPending}
          disabled={!name.trim() || !url.trim() || boards?.length === 0}
        >
          {subscription ? "Save" : "Subscribe"}
        </Button>
      </DialogFooter>
    </form>
  );
}

function Kinds({ types, onChange }: { types: string[]; onChange: (types: string[]) => void }) {
  const single = types.filter((type) => !type.endsWith("."));
  const toggle = (type: string, on: boolean) =>
    onChange(on ? [...types, type] : types.filter((other) => other !== type));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">Events</legend>
      <p className="text-sm text-muted">{types.length === 0 ? "Everything, also what is new later." : "Only these."}</p>
      <div className="grid gap-2 sm:grid-cols-2">
        {KINDS.map(({ prefix, label }) => (
          <Checkbox key={prefix} label={label} checked={types.includes(prefix)} onChange={(on) => toggle(prefix, on)} />
        ))}
        {single.map((type) => (
          <Checkbox key={type} label={labelOf(type)} checked onChange={(on) => toggle(type, on)} />
        ))}
      </div>
      <KindPicker
        none="A single event…"
        type={undefined}
        onChange={(type) => type && !types.includes(type) && toggle(type, true)}
      />
    </fieldset>
  );
}
