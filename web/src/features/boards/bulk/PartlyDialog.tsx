import { Link } from "@tanstack/react-router";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Sentence } from "@/ui/Sentence";
import { countOf } from "./outcome";
import type { Partly } from "./useBulkChange";

interface Props {
  partly: Partly;
  onClose: () => void;
  /** Goes on with those that stayed. */
  onSelect: (taskIds: string[]) => void;
}

/** Which tasks a change of many left as they were, each with its reason. */
export function PartlyDialog({ partly: { changed, left }, onClose, onSelect }: Props) {
  const total = changed + left.length;
  const title = changed === 0 ? "Nothing was changed" : `${left.length} of ${countOf(total)} stay as they were`;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={left.length === 1 && changed > 0 ? `1 of ${countOf(total)} stays as it was` : title}
      description={
        changed > 0 ? `${changed === 1 ? "The other one is" : `The other ${changed} are`} changed.` : undefined
      }
    >
      <DialogBody readOnlyLabel="Tasks that stay as they were">
        <ul className="flex flex-col gap-2">
          {left.map(({ id, title, reason }) => (
            <li key={id} className="rounded-md border px-3 py-2">
              <Link
                from="/boards/$boardId"
                to="."
                search={(old) => ({ ...old, task: id })}
                resetScroll={false}
                preload={false}
                onClick={onClose}
                className="font-medium wrap-anywhere hover:underline"
              >
                {title.trim() || "Untitled"}
              </Link>
              <p className="text-sm text-muted wrap-anywhere">
                <Sentence text={reason} />
              </p>
            </li>
          ))}
        </ul>
      </DialogBody>
      <DialogFooter>
        {changed > 0 && <Button onClick={() => onSelect(left.map(({ id }) => id))}>Select only these</Button>}
        <Button variant="primary" onClick={onClose}>
          Close
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
