import type { ReactNode } from "react";
import { Button } from "./Button";
import { CopyButton } from "./CopyButton";
import { Dialog, DialogBody, DialogFooter } from "./Dialog";

interface Props {
  /** What is shown; nothing is open without it. */
  text: string | null;
  title: string;
  description: string;
  /** For screen readers: "Copy the link". */
  copy: string;
  testId: string;
  onClose: () => void;
  before?: ReactNode;
  after?: ReactNode;
}

/** A secret that the server tells once and never again: it is not closed by a click beside it. */
export function ShownOnce({ text, title, description, copy, testId, onClose, before, after }: Props) {
  return (
    <Dialog
      open={text !== null}
      onOpenChange={(open) => !open && onClose()}
      sticky
      title={title}
      description={description}
    >
      <DialogBody>
        {before}
        <div className="flex items-center gap-2 rounded-md border bg-sunken py-1 pr-1 pl-3">
          <code data-testid={testId} className="min-w-0 flex-1 font-mono text-xs wrap-anywhere">
            {text}
          </code>
          <CopyButton text={text ?? ""} label={copy} visibleLabel="Copy" />
        </div>
        {after}
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
