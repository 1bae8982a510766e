import { useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { AccountDeletion } from "@/lib/api/types";
import { endSession } from "@/lib/session";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { announce } from "@/ui/toast";
import { useAccountPreview, useDeleteAccount } from "./queries";
import { WhatGoes } from "./WhatGoes";

export function DeleteAccount() {
  const [open, setOpen] = useState(false);
  const { data: preview, error } = useAccountPreview(open);
  const remove = useDeleteAccount();
  const blocked = (preview?.blocking.length ?? 0) > 0;

  async function confirm() {
    if (!preview || blocked) return setOpen(false);
    const stopping = preview.deleted.some(({ running_agents }) => running_agents.length > 0);
    const gone = await announce(remove.mutateAsync(stopping), { failed: "Your account was not deleted" });
    if (gone) endSession("signed-out");
    else setOpen(false);
  }

  return (
    <>
      <Button variant="danger" className="self-start justify-self-start" onClick={() => setOpen(true)}>
        Delete account…
      </Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title={blocked ? "Your account cannot be deleted yet" : "Delete your account?"}
        action={blocked ? "Understood" : "Delete account"}
        danger={!blocked}
        busy={remove.isPending || (!preview && !error)}
        onConfirm={() => void confirm()}
      >
        {error ? (
          <p role="alert">{errorMessage(error)}</p>
        ) : preview ? (
          <Consequences preview={preview} />
        ) : (
          <p>Counting what would be lost…</p>
        )}
      </Confirm>
    </>
  );
}

function Consequences({ preview: { deleted, left, blocking } }: { preview: AccountDeletion }) {
  if (blocking.length > 0) {
    return (
      <p>
        You are the last owner of {blocking.join(", ")}, and other people belong to it. Make somebody else an owner
        first, or delete the organization.
      </p>
    );
  }
  return (
    <div className="flex max-h-[50dvh] flex-col gap-3 overflow-y-auto">
      {deleted.map((preview) => (
        <WhatGoes key={preview.organization_id} preview={preview} />
      ))}
      {left.length > 0 && <p>You leave {left.join(", ")}; what you made there stays.</p>}
      <p>This cannot be undone. Whoever signs in with this token later begins anew.</p>
    </div>
  );
}
