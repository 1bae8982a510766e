import { useRef, useState } from "react";
import type { BoardSnapshot, TaskStatus } from "@/lib/api/types";
import { usePageAction } from "@/lib/pageActions";
import { STATUS, STATUSES } from "../../tasks/StatusBadge";
import type { CardFocus } from "../cardFocus";
import { BulkBar } from "./BulkBar";
import { selectedOf } from "./outcome";
import { PartlyDialog } from "./PartlyDialog";
import { type BulkChanger, useBulkChange } from "./useBulkChange";
import { useSelecting } from "./useSelection";
import { useSelectionKeys } from "./useSelectionKeys";

interface Props {
  board: BoardSnapshot;
  /** Ids of the tasks on the screen, in their order. */
  shown: readonly string[];
  focus: CardFocus;
}

/** Everything that is done with several tasks of a board at once. */
export function BulkEdit({ board, shown, focus }: Props) {
  const selecting = useSelecting();
  const { chosen } = selecting;
  const bulk = useBulkChange(board.board.id);
  const bar = useRef<HTMLElement>(null);
  const [deleting, setDeleting] = useState(false);
  // Else the question would be put again for whatever is chosen next.
  if (deleting && chosen.size === 0) setDeleting(false);
  useSelectionKeys({ selecting, shown, focus, bar, onDelete: () => setDeleting(true) });
  const visible = shown.filter((id) => chosen.has(id)).length;
  return (
    <>
      <p role="status" className="sr-only">
        {selecting.active && `${chosen.size} selected`}
      </p>
      <BulkBar
        tasks={board.tasks}
        agents={board.agents}
        selecting={selecting}
        hidden={chosen.size - visible}
        bulk={bulk}
        bar={bar}
        deleting={deleting}
        onDelete={setDeleting}
      />
      {chosen.size > 0 &&
        STATUSES.map((status) => <MoveFromPalette key={status} to={status} ids={[...chosen]} bulk={bulk} />)}
      {bulk.partly && (
        <PartlyDialog
          partly={bulk.partly}
          onClose={bulk.forget}
          onSelect={(taskIds) => {
            selecting.only(taskIds);
            bulk.forget();
          }}
        />
      )}
    </>
  );
}

function MoveFromPalette({ to, ids, bulk }: { to: TaskStatus; ids: readonly string[]; bulk: BulkChanger }) {
  const { label, icon } = STATUS[to];
  const run = () => void bulk.change(ids, { status: to }, `moved to ${label}`);
  usePageAction({ label: `Move ${selectedOf(ids.length)} to ${label}`, icon, run });
  return null;
}
