import { useMemo } from "react";
import type { TaskCard, TaskStatus } from "@/lib/api/types";
import { cn } from "@/ui/cn";
import { RelativeTime } from "@/ui/RelativeTime";
import { Sentence } from "@/ui/Sentence";
import { CardTags } from "../../tasks/CardExtras";
import { STATUS, StatusIcon } from "../../tasks/StatusBadge";
import { TaskLink } from "../../tasks/TaskCardFace";
import {
  ApprovalsMark,
  AssigneeMark,
  BlockedMark,
  CommentsMark,
  DeadlineMark,
  DueMark,
  LeaseMark,
  PriorityMark,
} from "../../tasks/TaskMarks";
import { SelectAllBox, SelectBox, useCardClick } from "../bulk/SelectBox";
import { useLongPress } from "../bulk/useLongPress";
import { useSelecting } from "../bulk/useSelection";
import type { CardFocus } from "../cardFocus";
import { GroupName } from "../GroupName";
import { type Row, rowsOf, type Section } from "../lanes";
import { useVirtualLane } from "../useVirtualLane";
import { VirtualRows } from "../VirtualRows";

interface Props {
  sections: Section[];
  focus: CardFocus;
  reasonOf: (task: TaskCard) => string | null;
}

const HEIGHT = { heading: 40, task: 48 };

export function TaskList({ sections, focus, reasonOf }: Props) {
  const rows = useMemo(() => rowsOf(sections), [sections]);
  const ids = useMemo(() => rows.map(keyOf), [rows]);
  const grouped = sections.some(({ group }) => group);
  const height = (index: number) => HEIGHT[rows[index]?.kind ?? "task"];
  const { scroller, lane } = useVirtualLane({ ids, height, focus });
  return (
    <div className="flex min-h-0 flex-1 flex-col px-4 pb-4 sm:px-6 sm:pb-6">
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overscroll-contain rounded-lg border bg-surface">
        <VirtualRows rows={rows} lane={lane}>
          {(row) =>
            row.kind === "heading" ? (
              <Heading section={row.heading} />
            ) : (
              <TaskRow task={row.task} reason={reasonOf(row.task)} withStatus={grouped} />
            )
          }
        </VirtualRows>
      </div>
    </div>
  );
}

function keyOf(row: Row<Section>): string {
  return row.kind === "task" ? row.task.id : `heading ${row.heading.key}`;
}

function Heading({ section: { status, group, tasks } }: { section: Section }) {
  const label = group?.label ?? (status ? STATUS[status].label : "");
  return (
    <div className="group/selectable flex h-10 items-center gap-2 border-b bg-sunken px-3">
      <SelectAllBox ids={tasks.map(({ id }) => id)} label={label} />
      {status && <StatusIcon status={status} />}
      <h2 className="min-w-0 font-medium">{group ? <GroupName group={group} /> : label}</h2>
      <span className="text-sm text-muted">{tasks.length}</span>
    </div>
  );
}

function StatusMark({ status }: { status: TaskStatus }) {
  return (
    <span className="flex shrink-0" title={STATUS[status].label}>
      <StatusIcon status={status} />
      <span className="sr-only">{STATUS[status].label}</span>
    </span>
  );
}

interface RowProps {
  task: TaskCard;
  reason: string | null;
  /** Where no heading names it. */
  withStatus: boolean;
}

function TaskRow({ task, reason, withStatus }: RowProps) {
  const { chosen, tap } = useSelecting();
  const held = useLongPress(() => tap(task.id));
  return (
    <div
      {...held}
      className={cn(
        "group/selectable relative flex min-h-(--row) select-none [-webkit-touch-callout:none] flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-1.5",
        chosen.has(task.id) ? "bg-accent-tint" : "hover:bg-hover",
      )}
    >
      <SelectBox task={task} />
      {withStatus && <StatusMark status={task.status} />}
      <PriorityMark priority={task.priority} />
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 sm:flex-nowrap">
        <TaskLink
          task={task}
          onClick={useCardClick(task.id)}
          className="min-w-0 truncate font-medium max-sm:w-full sm:max-w-[70%] sm:shrink-0"
        />
        {task.is_blocked && <BlockedMark />}
        <DeadlineMark task={task} />
        {reason && (
          <span className="min-w-0 truncate text-sm text-muted max-sm:w-full">
            <Sentence text={reason} />
          </span>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-x-3 text-sm text-muted max-sm:w-full max-sm:pl-7">
        <CardTags task={task} className="max-w-80 max-lg:hidden" />
        {task.lease && <LeaseMark lease={task.lease} besides={task.assignee} />}
        <ApprovalsMark count={task.approvals_pending_count} />
        <DueMark task={task} />
        <CommentsMark count={task.comments_count} />
        <span className="flex w-32 min-w-0 max-lg:w-auto">
          <AssigneeMark name={task.assignee} />
        </span>
        <RelativeTime at={task.updated_at} className="w-20 text-right max-lg:hidden" />
      </div>
    </div>
  );
}
