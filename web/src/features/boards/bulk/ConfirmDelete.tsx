import type { TaskCard } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Confirm } from "@/ui/Confirm";
import { countOf } from "./outcome";

interface Props {
  tasks: readonly TaskCard[];
  chosen: readonly TaskCard[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  busy: boolean;
  onConfirm: () => void;
}

/** More would not be read; how many there are is in the title. */
const NAMED = 5;

export function ConfirmDelete({ tasks, chosen, open, onOpenChange, busy, onConfirm }: Props) {
  const ids = new Set(chosen.map(({ id }) => id));
  const waiting = tasks.filter(
    ({ id, depends_on_task_ids }) => !ids.has(id) && depends_on_task_ids.some((other) => ids.has(other)),
  ).length;
  const unnamed = chosen.length - NAMED;
  return (
    <Confirm
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete ${countOf(chosen.length)}?`}
      action={`Delete ${countOf(chosen.length)}`}
      busy={busy}
      onConfirm={onConfirm}
    >
      <ul className="list-disc pl-5 text-text wrap-anywhere">
        {chosen.slice(0, NAMED).map(({ id, title }) => (
          <li key={id}>{named(title)}</li>
        ))}
        {unnamed > 0 && <li>and {unnamed} more</li>}
      </ul>
      <p className="mt-2">
        {chosen.length === 1 ? "Its comments and history go with it." : "Their comments and history go with them."} This
        cannot be undone.
        {waiting > 0 &&
          ` ${waiting === 1 ? "One task waits" : `${waiting} tasks wait`} for ${chosen.length === 1 ? "it" : "them"} and will no longer.`}
      </p>
    </Confirm>
  );
}
