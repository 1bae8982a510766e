import { useDraggable, useDroppable } from "@dnd-kit/core";
import { Ban, MessageSquarePlus, Plus } from "lucide-react";
import { memo, useMemo } from "react";
import type { TaskCard } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { cn } from "@/ui/cn";
import { STATUS, StatusIcon } from "../../tasks/StatusBadge";
import { TaskCardFace, TaskLink } from "../../tasks/TaskCardFace";
import { SelectAllBox, SelectBox, useCardClick } from "../bulk/SelectBox";
import { useSelecting } from "../bulk/useSelection";
import type { CardFocus } from "../cardFocus";
import type { GroupBy } from "../filters";
import { GroupName } from "../GroupName";
import { groupsOf, type TaskGroup } from "../grouping";
import { type Lane, type Row, rowsOf } from "../lanes";
import { useVirtualLane } from "../useVirtualLane";
import { VirtualRows } from "../VirtualRows";
import type { Drop } from "./drops";

interface Props {
  column: Lane;
  group?: GroupBy;
  /** What this column says to the card in the air; null when none is. */
  drop: Drop | null;
  focus: CardFocus;
  reasonOf: (task: TaskCard) => string | null;
  onCreate?: () => void;
}

/** As long as they have not been measured. */
const HEIGHT = { heading: 20, task: 112 };

export function KanbanColumn({ column, group, drop, focus, reasonOf, onCreate }: Props) {
  const { status, tasks } = column;
  const { label } = STATUS[status];
  const { setNodeRef, isOver } = useDroppable({ id: status });
  const rows = useMemo(() => (group ? rowsOf(groupsOf(tasks, group)) : tasks.map(plainRow)), [tasks, group]);
  const ids = useMemo(
    () => rows.map((row) => (row.kind === "task" ? row.task.id : `group ${row.heading.key}`)),
    [rows],
  );
  const height = (index: number) => HEIGHT[rows[index]?.kind ?? "task"];
  const { scroller, lane } = useVirtualLane({ ids, height, gap: 8, padding: 8, focus });
  return (
    <section
      ref={setNodeRef}
      aria-label={`${label}, ${tasks.length} ${tasks.length === 1 ? "task" : "tasks"}`}
      className={cn(
        "relative flex min-h-0 min-w-56 flex-1 snap-start flex-col rounded-lg border bg-sunken max-sm:w-[84vw] max-sm:flex-none",
        isOver && (drop?.kind === "open" || drop?.kind === "asks") && "border-accent",
      )}
    >
      <header className="group/selectable flex h-10 shrink-0 items-center gap-2 border-b pr-1 pl-3">
        <StatusIcon status={status} />
        <h2 className="font-medium">{label}</h2>
        <span className="text-sm text-muted">{tasks.length}</span>
        <span className="ml-auto flex items-center gap-1">
          <SelectAllBox ids={tasks.map(({ id }) => id)} label={label} className={onCreate ? "" : "mr-1"} />
          {onCreate && (
            <Button variant="ghost" size="icon-sm" aria-label="New task" onClick={onCreate}>
              <Plus className="size-4" aria-hidden />
            </Button>
          )}
        </span>
      </header>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2">
        <VirtualRows rows={rows} lane={lane}>
          {(row) =>
            row.kind === "heading" ? (
              <GroupHeading group={row.heading} column={label} />
            ) : (
              <DraggableCard task={row.task} reason={reasonOf(row.task)} />
            )
          }
        </VirtualRows>
      </div>
      {drop && <DropAnswer drop={drop} over={isOver} />}
    </section>
  );
}

function plainRow(task: TaskCard): Row<TaskGroup> {
  return { kind: "task", task };
}

function GroupHeading({ group, column }: { group: TaskGroup; column: string }) {
  return (
    <div className="group/selectable flex h-5 items-center gap-2 px-1 text-sm text-muted">
      <h3 className="min-w-0 font-medium">
        <GroupName group={group} />
      </h3>
      <span>{group.tasks.length}</span>
      <SelectAllBox ids={group.tasks.map(({ id }) => id)} label={`${group.label}, ${column}`} className="ml-auto" />
    </div>
  );
}

const DraggableCard = memo(function DraggableCard({ task, reason }: { task: TaskCard; reason: string | null }) {
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: task.id });
  const chosen = useSelecting().chosen.has(task.id);
  const title = (
    <TaskLink
      task={task}
      className="line-clamp-3 min-w-0 flex-1 font-medium wrap-anywhere"
      onClick={useCardClick(task.id)}
    />
  );
  return (
    <div
      ref={setNodeRef}
      {...listeners}
      className={cn(
        "group/selectable touch-manipulation select-none [-webkit-touch-callout:none]",
        isDragging && "opacity-40",
      )}
    >
      <TaskCardFace
        task={task}
        reason={reason}
        title={title}
        aside={<SelectBox task={task} />}
        className={chosen ? "border-accent! bg-accent-tint!" : "hover:border-line-strong"}
      />
    </div>
  );
});

function DropAnswer({ drop, over }: { drop: Drop; over: boolean }) {
  if (drop.kind === "refused") {
    return (
      <div className="absolute inset-x-0 top-10 bottom-0 flex items-start justify-center rounded-b-lg bg-sunken/85 p-4 text-center">
        <p className="max-w-60 rounded-md border bg-surface p-3 text-sm text-muted shadow-card">
          <Ban className="mx-auto mb-1.5 size-4 text-bad-mark" aria-hidden />
          {drop.reason}
        </p>
      </div>
    );
  }
  if (!over || drop.kind === "home" || drop.kind === "checking") return null;
  return (
    <div className="pointer-events-none absolute inset-0 rounded-lg ring-2 ring-accent ring-inset">
      {drop.kind === "asks" && (
        <p className="absolute inset-x-3 top-12 flex items-center gap-2 rounded-md border bg-raised p-2 text-sm shadow-float">
          <MessageSquarePlus className="size-4 shrink-0 text-accent-text" aria-hidden />
          {drop.note}
        </p>
      )}
    </div>
  );
}
