import { type DragEndEvent, type DragStartEvent, MouseSensor, TouchSensor, useSensor, useSensors } from "@dnd-kit/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { TaskCard, TaskStatus } from "@/lib/api/types";
import type { useMoveTask } from "../../tasks/moves";
import { explanationQuery } from "../../tasks/queries";
import { STATUSES } from "../../tasks/StatusBadge";
import { type Drop, dropOn } from "./drops";

interface Options {
  boardId: string;
  tasks: readonly TaskCard[];
  move: ReturnType<typeof useMoveTask>["move"];
  /** A finger lifted a card and put it down where it was. */
  onHeld: (taskId: string) => void;
  mayMove: boolean;
}

const STEADY = 10;

/** A card in the air: asks the rules as it is lifted, so that every column can answer before the drop. */
export function useKanbanDrag({ boardId, tasks, move, onHeld, mayMove }: Options) {
  const [draggedId, setDraggedId] = useState<string | null>(null);
  const dragged = tasks.find(({ id }) => id === draggedId) ?? null;
  const rules = useQuery({ ...explanationQuery(boardId, draggedId ?? ""), enabled: draggedId !== null });
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    // A short touch opens the card and a swipe scrolls; only a held finger lifts it.
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
  );

  const none = useSensors();

  const answer = (to: TaskStatus): Drop | null =>
    dragged && dropOn(dragged, to, { explanation: rules.data, failed: rules.isError });

  return {
    dragged,
    answer,
    context: {
      sensors: mayMove ? sensors : none,
      onDragStart: ({ active }: DragStartEvent) => {
        swallowClick();
        setDraggedId(String(active.id));
      },
      onDragCancel: () => setDraggedId(null),
      onDragEnd: ({ over, delta, activatorEvent }: DragEndEvent) => {
        setDraggedId(null);
        const still = Math.hypot(delta.x, delta.y) < STEADY;
        if (dragged && still && activatorEvent.type.startsWith("touch")) onHeld(dragged.id);
        const to = STATUSES.find((status) => status === over?.id);
        if (dragged && to && to !== dragged.status) void move(dragged, to);
      },
    },
  };
}

/** The browser follows the card's link when a drag ends where it began; that click is not meant. */
function swallowClick(): void {
  const swallow = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener("click", swallow, { capture: true });
  const release = () => setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 0);
  for (const end of ["mouseup", "touchend", "touchcancel"]) window.addEventListener(end, release, { once: true });
}
