import { Stethoscope } from "lucide-react";
import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Gateway } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { FormError } from "@/ui/FormError";
import { Input, Textarea } from "@/ui/Input";
import { SwitchRow } from "@/ui/Switch";
import { announce } from "@/ui/toast";
import { bodyOf, changeOf, checkOf, type Draft, draftOf, flawOfUrl, hasAddress, isComplete } from "./draft";
import { Findings } from "./Findings";
import { useCreateGateway, useExamineAddress, useUpdateGateway } from "./queries";

interface Props {
  /** The one to change; null for a new one. */
  gateway: Gateway | null;
  open: boolean;
  onClose: () => void;
}

export function GatewayDialog({ gateway, open, onClose }: Props) {
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={gateway ? "Edit gateway" : "Add gateway"}
      className="sm:max-w-xl"
    >
      <GatewayForm key={gateway?.id ?? "new"} gateway={gateway} onClose={onClose} />
    </Dialog>
  );
}

type PartProps = { draft: Draft; change: (part: Partial<Draft>) => void };

function GatewayForm({ gateway, onClose }: Omit<Props, "open">) {
  const [draft, setDraft] = useState(() => draftOf(gateway));
  const create = useCreateGateway();
  const update = useUpdateGateway(gateway?.id ?? "");
  const examine = useExamineAddress();
  const { error, isPending } = gateway ? update : create;
  const failure = error ?? examine.error;

  function change(part: Partial<Draft>) {
    setDraft((old) => ({ ...old, ...part }));
    // What was found was found of something else.
    examine.reset();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isComplete(draft) || isPending) return;
    const then = { onSuccess: onClose };
    const saved = gateway ? update.mutateAsync(changeOf(draft), then) : create.mutateAsync(bodyOf(draft), then);
    void announce(saved, { done: gateway ? "The gateway was saved" : "The gateway was added" });
  }

  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col">
      <DialogBody>
        <PlaceFields draft={draft} change={change} />
        <TokenFields draft={draft} change={change} hasToken={gateway?.has_token ?? false} />
        <TrustFields draft={draft} change={change} />
        {examine.data && <Findings diagnosis={examine.data} />}
        {failure && <FormError>{errorMessage(failure)}</FormError>}
      </DialogBody>
      <DialogFooter>
        {/* A stored token is not known here: the way to a stored gateway is tried from the list. */}
        {!gateway && (
          <Button
            className="mr-auto"
            busy={examine.isPending}
            disabled={!hasAddress(draft)}
            onClick={() => examine.mutate(checkOf(draft))}
          >
            <Stethoscope className="size-4" aria-hidden />
            Try it
          </Button>
        )}
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" type="submit" busy={isPending} disabled={!isComplete(draft)}>
          {gateway ? "Save" : "Add gateway"}
        </Button>
      </DialogFooter>
    </form>
  );
}

function PlaceFields({ draft, change }: PartProps) {
  return (
    <>
      <Field label="Name">
        {(control) => (
          <Input {...control} autoFocus value={draft.name} onChange={({ target }) => change({ name: target.value })} />
        )}
      </Field>
      <Field label="Address" hint="Where the gateway listens, as seen from this server." error={flawOfUrl(draft)}>
        {(control) => (
          <Input
            {...control}
            className="font-mono"
            spellCheck={false}
            autoCapitalize="off"
            placeholder="ws://127.0.0.1:18789"
            value={draft.url}
            onChange={({ target }) => change({ url: target.value })}
          />
        )}
      </Field>
      <Field label="Folder of the agents" hint="On the gateway's host; ~ is the home of who runs it.">
        {(control) => (
          <Input
            {...control}
            className="font-mono"
            spellCheck={false}
            value={draft.workspace_root}
            onChange={({ target }) => change({ workspace_root: target.value })}
          />
        )}
      </Field>
    </>
  );
}

function TokenFields({ draft, change, hasToken }: PartProps & { hasToken: boolean }) {
  const hint = hasToken
    ? "There is one, and it is not shown again. What you write here replaces it."
    : "The gateway's own. On its host: openclaw config get gateway.auth.token";
  return (
    <>
      <Field label="Token" optional hint={hint}>
        {(control) => (
          <Input
            {...control}
            className="font-mono"
            type="password"
            autoComplete="off"
            disabled={draft.removesToken}
            value={draft.token}
            onChange={({ target }) => change({ token: target.value })}
          />
        )}
      </Field>
      {hasToken && (
        <SwitchRow
          label="Remove the token"
          checked={draft.removesToken}
          onChange={(removesToken) => change({ removesToken, token: "" })}
        />
      )}
    </>
  );
}

function TrustFields({ draft, change }: PartProps) {
  const encrypted = /^wss:/i.test(draft.url.trim());
  return (
    <>
      {encrypted && (
        <>
          <Field
            label="Certificate authority"
            optional
            hint="PEM of who signed its certificate, if machines do not know it."
          >
            {(control) => (
              <Textarea
                {...control}
                rows={3}
                className="font-mono text-xs"
                spellCheck={false}
                placeholder="-----BEGIN CERTIFICATE-----"
                value={draft.certificate_authority}
                onChange={({ target }) => change({ certificate_authority: target.value })}
              />
            )}
          </Field>
          <SwitchRow
            label="Accept any certificate"
            description="Somebody between could then listen and speak."
            checked={draft.allow_insecure_tls}
            onChange={(allow_insecure_tls) => change({ allow_insecure_tls })}
          />
        </>
      )}
      <SwitchRow
        label="Come without a device"
        description="With the token alone, so that nothing needs to be paired. Gateways allow that on their own machine."
        checked={draft.disable_device_pairing}
        onChange={(disable_device_pairing) => change({ disable_device_pairing })}
      />
    </>
  );
}
