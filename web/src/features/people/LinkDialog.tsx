import type { Invite } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { CopyButton } from "@/ui/CopyButton";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";

interface Props {
  invite: Invite | null;
  onClose: () => void;
}

/** The link of an invite, which the server tells once and never again. */
export function LinkDialog({ invite, onClose }: Props) {
  const link = invite ? `${location.origin}/invite?token=${encodeURIComponent(invite.token)}` : "";
  return (
    <Dialog
      open={invite !== null}
      onOpenChange={(open) => !open && onClose()}
      sticky
      title="Hand over this link"
      description="It is shown now and never again. No letter is sent: give it to the person yourself."
    >
      <DialogBody>
        <p>
          For <strong className="wrap-anywhere">{invite?.invited_email}</strong>. It works once, within seven days, for
          nobody else. An earlier link for the same person has ended.
        </p>
        <div className="flex items-center gap-2 rounded-md border bg-sunken py-1 pr-1 pl-3">
          <code data-testid="invite-link" className="min-w-0 flex-1 font-mono text-xs wrap-anywhere">
            {link}
          </code>
          <CopyButton text={link} label="Copy the link" visibleLabel="Copy" />
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
