import { Link } from "@tanstack/react-router";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Sentence } from "@/ui/Sentence";
import { byReason, countOf, type Left } from "./outcome";
import type { Partly } from "./useBulkChange";

interface Props {
  partly: Partly;
  onClose: () => void;
  /** Goes on with those that stayed. */
  onSelect: (taskIds: string[]) => void;
}

/** More are folded in. */
const OPEN = 5;

/** Which tasks a change of many left as they were, each with its reason. */
export function PartlyDialog({ partly: { changed, same, left }, onClose, onSelect }: Props) {
  const total = changed + same + left.length;
  const title = changed === 0 ? "Nothing was changed" : `${left.length} of ${countOf(total)} stay as they were`;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={left.length === 1 && changed > 0 ? `1 of ${countOf(total)} stays as it was` : title}
      description={[
        changed > 0 && `${are(changed)} changed.`,
        same > 0 && (same === 1 ? "1 was so before." : `${same} were so before.`),
      ]
        .filter(Boolean)
        .join(" ")}
    >
      <DialogBody readOnlyLabel="Tasks that stay as they were">
        <ul className="flex flex-col gap-2">
          {byReason(left).map(({ reason, tasks }) => (
            <li key={reason} className="rounded-md border px-3 py-2">
              <Which tasks={tasks} onOpen={onClose} />
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

const are = (count: number) => (count === 1 ? "1 is" : `${count} are`);

interface WhichProps {
  tasks: readonly Left[];
  onOpen: () => void;
}

function Which({ tasks, onOpen }: WhichProps) {
  const [only, ...more] = tasks;
  if (only && more.length === 0) return <Title task={only} onOpen={onOpen} />;
  return (
    <details open={tasks.length <= OPEN}>
      <summary className="cursor-pointer font-medium">{countOf(tasks.length)}</summary>
      <ul>
        {tasks.map((task) => (
          <li key={task.id}>
            <Title task={task} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Title({ task: { id, title }, onOpen }: { task: Left; onOpen: () => void }) {
  return (
    <Link
      from="/boards/$boardId"
      to="."
      search={(old) => ({ ...old, task: id })}
      resetScroll={false}
      preload={false}
      onClick={onOpen}
      className="font-medium wrap-anywhere hover:underline"
    >
      {named(title)}
    </Link>
  );
}
