import { Link } from "@tanstack/react-router";
import type { MouseEvent, ReactNode } from "react";
import type { TaskCard } from "@/lib/api/types";
import { named } from "@/lib/named";
import { cn } from "@/ui/cn";
import { Sentence } from "@/ui/Sentence";
import { CardExtras } from "./CardExtras";
import {
  ApprovalsMark,
  AssigneeMark,
  BlockedMark,
  CommentsMark,
  DeadlineMark,
  DueMark,
  LeaseMark,
  PriorityMark,
  TemplateMark,
} from "./TaskMarks";

interface Props {
  task: TaskCard;
  reason: string | null;
  title: ReactNode;
  /** Stands at the end of the title's line. */
  aside?: ReactNode;
  className?: string;
}

/** What a card shows; the title is a link on the board and plain text while the card is in the air. */
export function TaskCardFace({ task, reason, title, aside, className }: Props) {
  return (
    <div className={cn("relative rounded-lg border bg-surface p-(--pad) shadow-card", className)}>
      <div className="flex items-start gap-2">
        <span className="mt-0.5">
          <PriorityMark priority={task.priority} />
        </span>
        {title}
        {aside}
      </div>
      {(task.is_blocked || task.nudged_at || reason) && (
        <p className="mt-1.5 line-clamp-3 text-sm text-muted wrap-anywhere">
          {task.is_blocked && <BlockedMark />} <DeadlineMark task={task} /> <Sentence text={reason} />
        </p>
      )}
      {task.lease && (
        <p className="mt-1.5 flex text-sm">
          <LeaseMark lease={task.lease} besides={task.assignee} />
        </p>
      )}
      <CardExtras task={task} />
      <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
        <span className="flex min-w-0 flex-[1_1_5.5rem]">
          <AssigneeMark name={task.assignee} />
        </span>
        <TemplateMark name={task.template_name} />
        <ApprovalsMark count={task.approvals_pending_count} />
        <DueMark task={task} />
        <CommentsMark count={task.comments_count} />
      </div>
    </div>
  );
}

export const STRETCHED_LINK =
  "after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent";

interface LinkProps {
  task: Pick<TaskCard, "id" | "title">;
  className?: string;
  /** Comes before the panel opens, and may prevent it. */
  onClick?: (event: MouseEvent) => void;
}

/** Opens the task's panel over the board; the whole card or row is its target. */
export function TaskLink({ task, className, onClick }: LinkProps) {
  return (
    <Link
      from="/boards/$boardId"
      to="."
      search={(old) => ({ ...old, task: task.id })}
      resetScroll={false}
      preload={false}
      draggable={false}
      data-task={task.id}
      onClick={onClick}
      className={cn(STRETCHED_LINK, className)}
    >
      {named(task.title)}
    </Link>
  );
}
