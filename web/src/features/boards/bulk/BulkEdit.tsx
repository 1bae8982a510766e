import { useRef, useState } from "react";
import type { BoardSnapshot } from "@/lib/api/types";
import type { CardFocus } from "../cardFocus";
import { BulkBar } from "./BulkBar";
import { PartlyDialog } from "./PartlyDialog";
import { useBulkChange } from "./useBulkChange";
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
