import { Check, ListChecks, Minus } from "lucide-react";
import { Checkbox } from "radix-ui";
import type { MouseEvent } from "react";
import type { TaskCard } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { cn } from "@/ui/cn";
import { coverage } from "./selection";
import { useSelecting } from "./useSelection";

// Larger than it looks, for fingers. Without a mouse there is no hovering, so it comes only once one selects.
const BOX = "relative z-10 -m-1.5 flex size-7 shrink-0 items-center justify-center rounded-md";
const WAITING =
  "opacity-0 focus-visible:opacity-100 group-focus-within/selectable:opacity-100 group-hover/selectable:opacity-100 pointer-coarse:hidden";

/** Chooses a task for a change of many; stands in a `group/selectable`. */
export function SelectBox({ task, className }: { task: Pick<TaskCard, "id" | "title">; className?: string }) {
  const { offered, chosen, active, toggle } = useSelecting();
  if (!offered) return null;
  const checked = chosen.has(task.id);
  return (
    <Checkbox.Root
      checked={checked}
      aria-label={`Select ${named(task.title)}`}
      data-beside-task={task.id}
      onClick={({ shiftKey }) => toggle(task.id, shiftKey)}
      className={cn(BOX, !active && WAITING, className)}
    >
      <Mark state={checked ? "all" : "none"} />
    </Checkbox.Root>
  );
}

/** Chooses all tasks of a column. */
export function SelectAllBox({ ids, label, className }: { ids: readonly string[]; label: string; className?: string }) {
  const { offered, chosen, active, toggleAll } = useSelecting();
  if (!offered || ids.length === 0) return null;
  const state = coverage(chosen, ids);
  return (
    <Checkbox.Root
      checked={state === "some" ? "indeterminate" : state === "all"}
      aria-label={`Select all in ${label}`}
      onClick={() => toggleAll(ids)}
      className={cn(BOX, !active && WAITING, className)}
    >
      <Mark state={state} />
    </Checkbox.Root>
  );
}

function Mark({ state }: { state: "none" | "some" | "all" }) {
  const Icon = state === "some" ? Minus : Check;
  return (
    <span
      className={cn(
        "flex size-4 items-center justify-center rounded border",
        state === "none" ? "border-control bg-surface" : "border-accent bg-accent",
      )}
    >
      {state !== "none" && <Icon className="size-3.5 text-on-accent" aria-hidden />}
    </span>
  );
}

/** Begins to select by taps, and ends it. */
export function SelectButton({ className, iconOnly }: { className?: string; iconOnly?: boolean }) {
  const { offered, tapping, tap, clear } = useSelecting();
  if (!offered) return null;
  return (
    <Button
      size={iconOnly ? "icon" : "sm"}
      aria-pressed={tapping}
      className={cn("font-normal", tapping && "border-accent text-accent-text", className)}
      onClick={() => (tapping ? clear() : tap())}
    >
      <ListChecks className={iconOnly ? "size-4" : "size-3.5"} aria-hidden />
      <span className={cn(iconOnly && "sr-only")}>Select</span>
    </Button>
  );
}

/** A click on a card chooses it while one selects by taps, and always with Shift, which takes all in between. */
export function useCardClick(taskId: string) {
  const { offered, tapping, toggle } = useSelecting();
  return (event: MouseEvent) => {
    if (!offered || (!tapping && !event.shiftKey)) return;
    event.preventDefault();
    toggle(taskId, event.shiftKey);
  };
}
