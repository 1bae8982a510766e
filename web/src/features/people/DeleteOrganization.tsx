import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Organization } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { ErrorState } from "@/ui/ErrorState";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { ExportOrganization } from "./ExportOrganization";
import { useDeleteOrganization, useOrganizationPreview } from "./queries";
import { WhatGoes } from "./WhatGoes";

export function DeleteOrganization({ organization }: { organization: Organization }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="danger" className="self-start" onClick={() => setOpen(true)}>
        Delete organization…
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={`Delete ${organization.name}?`}>
        <DeleteForm organization={organization} onCancel={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function DeleteForm({ organization, onCancel }: { organization: Organization; onCancel: () => void }) {
  const { data: preview, error, refetch } = useOrganizationPreview(true);
  const [typed, setTyped] = useState("");
  const remove = useDeleteOrganization();
  const navigate = useNavigate();

  // Awaited rather than given as callbacks: the page that asked is gone before the answer comes.
  async function confirm() {
    const stopping = (preview?.running_agents.length ?? 0) > 0;
    const gone = await announce(remove.mutateAsync(stopping), { done: `${organization.name} was deleted` });
    if (gone) await navigate({ to: "/" });
    // Said in the form; who is at work may have changed.
    else void refetch();
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      <DialogBody className="text-muted">
        {error && <ErrorState title="What would be lost could not be counted" error={error} onRetry={refetch} />}
        {!preview && !error && (
          <Loading label="Counting what would be lost">
            <Skeleton className="h-12" />
          </Loading>
        )}
        {preview && <WhatGoes preview={preview} />}
        <p>This cannot be undone. With a file of it, the organization can be brought back, here or elsewhere.</p>
        <ExportOrganization organization={organization} />
        <Field label={`Type “${organization.name}” to go on`} error={remove.error ? errorMessage(remove.error) : null}>
          {(control) => <Input {...control} value={typed} onChange={({ target }) => setTyped(target.value)} />}
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <Button
          variant="danger"
          type="submit"
          busy={remove.isPending}
          disabled={!preview || typed.trim() !== organization.name}
        >
          Delete for good
        </Button>
      </DialogFooter>
    </form>
  );
}
