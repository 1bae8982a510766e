import { LoaderCircle, Trash2, X } from "lucide-react";
import type { RefObject } from "react";
import type { Agent, TaskCard } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { AssignAction, BarButton, DueAction, MoveAction, PriorityAction, TagAction } from "./BulkActions";
import { ConfirmDelete } from "./ConfirmDelete";
import type { BulkChange } from "./inverse";
import type { BulkChanger } from "./useBulkChange";
import type { Selecting } from "./useSelection";

interface Props {
  tasks: readonly TaskCard[];
  agents: readonly Agent[];
  selecting: Selecting;
  /** How many of the chosen are not on the screen, because a filter hides them. */
  hidden: number;
  bulk: BulkChanger;
  bar: RefObject<HTMLElement | null>;
  deleting: boolean;
  onDelete: (asked: boolean) => void;
}

/** What can be done with the chosen tasks; stays at the bottom of the board while one selects. */
export function BulkBar({ tasks, agents, selecting, hidden, bulk, bar, deleting, onDelete }: Props) {
  const chosen = tasks.filter(({ id }) => selecting.chosen.has(id));
  const ids = chosen.map(({ id }) => id);
  const action = { chosen, change: (change: BulkChange, did: string) => void bulk.change(ids, change, did) };
  if (!selecting.active) return null;
  return (
    <section
      ref={bar}
      aria-label="Selected tasks"
      className="sticky bottom-0 z-10 mx-4 mb-3 flex items-center gap-x-3 gap-y-1 rounded-xl border bg-raised p-2 pl-4 shadow-float max-lg:flex-wrap max-lg:pl-2 max-md:bottom-16 max-md:mx-2 max-md:mb-1 md:mx-6 md:mb-4"
    >
      <p className="whitespace-nowrap max-lg:flex-1 max-lg:pl-2">
        {chosen.length === 0 ? "Tap tasks to select them" : <strong>{chosen.length} selected</strong>}
        {bulk.busy && <LoaderCircle className="ml-2 inline size-4 animate-spin" aria-label="being changed" />}
        {hidden > 0 && <span className="text-sm text-muted"> · {hidden} not shown</span>}
      </p>
      <fieldset
        disabled={chosen.length === 0}
        aria-busy={bulk.busy || undefined}
        className="flex min-w-0 flex-1 items-center gap-1 max-lg:order-last max-lg:w-full max-lg:flex-none max-lg:flex-wrap max-md:grid max-md:grid-cols-6"
      >
        <legend className="sr-only">Change the selected tasks</legend>
        <MoveAction {...action} />
        <AssignAction {...action} agents={agents} />
        <PriorityAction {...action} />
        <DueAction {...action} />
        <TagAction {...action} />
        <BarButton icon={Trash2} label="Delete" className="text-bad!" onClick={() => onDelete(true)} />
      </fieldset>
      <Button variant="ghost" size="icon" aria-label="Clear the selection" onClick={selecting.clear}>
        <X className="size-4" aria-hidden />
      </Button>
      <ConfirmDelete
        tasks={tasks}
        chosen={chosen}
        open={deleting}
        onOpenChange={onDelete}
        busy={bulk.busy}
        onConfirm={() => void bulk.change(ids, { delete: true }, "deleted").then(() => onDelete(false))}
      />
    </section>
  );
}
