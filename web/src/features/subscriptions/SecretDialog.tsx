import type { MadeSubscription } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { CopyButton } from "@/ui/CopyButton";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";

/** What deliveries are signed with, which the server tells once and never again. */
export function SecretDialog({ made, onClose }: { made: MadeSubscription | null; onClose: () => void }) {
  return (
    <Dialog
      open={made !== null}
      onOpenChange={(open) => !open && onClose()}
      sticky
      title="Copy this secret"
      description="It is shown now and never again."
    >
      <DialogBody>
        <div className="flex items-center gap-2 rounded-md border bg-sunken py-1 pr-1 pl-3">
          <code data-testid="subscription-secret" className="min-w-0 flex-1 font-mono text-xs wrap-anywhere">
            {made?.secret}
          </code>
          <CopyButton text={made?.secret ?? ""} label="Copy the secret" visibleLabel="Copy" />
        </div>
        <p>
          The receiver checks the header <code className="font-mono text-xs">webhook-signature</code> with it, as
          Standard Webhooks describe.
        </p>
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
