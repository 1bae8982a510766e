import { type Announcements, DndContext, DragOverlay, pointerWithin } from "@dnd-kit/core";
import { useMemo } from "react";
import type { TaskCard } from "@/lib/api/types";
import { named } from "@/lib/named";
import type { useMoveTask } from "../../tasks/moves";
import { STATUS, STATUSES } from "../../tasks/StatusBadge";
import { TaskCardFace } from "../../tasks/TaskCardFace";
import { useSelecting } from "../bulk/useSelection";
import type { CardFocus } from "../cardFocus";
import type { GroupBy } from "../filters";
import type { Lane } from "../lanes";
import { KanbanColumn } from "./KanbanColumn";
import { useKanbanDrag } from "./useKanbanDrag";

interface Props {
  boardId: string;
  tasks: readonly TaskCard[];
  lanes: Lane[];
  group?: GroupBy;
  focus: CardFocus;
  reasonOf: (task: TaskCard) => string | null;
  move: ReturnType<typeof useMoveTask>["move"];
  /** Left out for who may not change the board. */
  onCreate?: () => void;
}

// Columns have an order of their own, so a card is never dragged up or down; sideways the board may need to scroll.
const SIDEWAYS = { threshold: { x: 0.12, y: 0 } };

export function Kanban({ boardId, tasks, lanes, group, focus, reasonOf, move, onCreate }: Props) {
  const drag = useKanbanDrag({ boardId, tasks, move, onHeld: useSelecting().tap, mayMove: onCreate !== undefined });
  const announcements = useMemo(() => announcementsFor(tasks), [tasks]);
  return (
    <DndContext
      {...drag.context}
      collisionDetection={pointerWithin}
      autoScroll={SIDEWAYS}
      accessibility={{ announcements }}
    >
      <div className="flex min-h-0 flex-1 gap-3 overflow-x-auto px-4 pb-4 max-sm:snap-x max-sm:scroll-px-4 sm:px-6 sm:pb-6">
        {lanes.map((lane) => (
          <KanbanColumn
            key={lane.status}
            column={lane}
            group={group}
            drop={drag.answer(lane.status)}
            focus={focus}
            reasonOf={reasonOf}
            onCreate={lane.status === "inbox" ? onCreate : undefined}
          />
        ))}
      </div>
      <DragOverlay dropAnimation={null}>
        {drag.dragged && (
          <TaskCardFace
            task={drag.dragged}
            reason={reasonOf(drag.dragged)}
            title={<span className="line-clamp-3 min-w-0 flex-1 font-medium">{named(drag.dragged.title)}</span>}
            className="cursor-grabbing shadow-float"
          />
        )}
      </DragOverlay>
    </DndContext>
  );
}

function announcementsFor(tasks: readonly TaskCard[]): Announcements {
  const title = (id: unknown) => `“${named(tasks.find((task) => task.id === id)?.title ?? "Task")}”`;
  const place = (id: unknown) => {
    const status = STATUSES.find((one) => one === id);
    return status ? STATUS[status].label : null;
  };
  return {
    onDragStart: ({ active }) => `${title(active.id)} lifted.`,
    onDragOver: ({ over }) => place(over?.id) ?? undefined,
    onDragEnd: ({ active, over }) => `${title(active.id)} dropped on ${place(over?.id) ?? "no column"}.`,
    onDragCancel: ({ active }) => `${title(active.id)} stays where it was.`,
  };
}
