import { Link } from "@tanstack/react-router";
import { Unlink } from "lucide-react";
import type { BoardGroupSnapshot, TaskStatus } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { RelativeTime } from "@/ui/RelativeTime";
import { Tooltip } from "@/ui/Tooltip";
import { announce } from "@/ui/toast";
import { PausedBadge } from "../pausing/PausedBadge";
import { useMayWrite } from "../people/mayWrite";
import { TagChip } from "../tags/TagChip";
import { PriorityIcon } from "../tasks/PriorityIcon";
import { priorityOf } from "../tasks/priority";
import { STATUS, STATUSES, StatusIcon } from "../tasks/StatusBadge";
import { useMoveBoard } from "./queries";

const MOST_TAGS = 2;

type Props = BoardGroupSnapshot["boards"][number];

/** One board of the group: how much is where, and what comes first. */
export function GroupBoard({ board, task_counts: counts, tasks }: Props) {
  const open = STATUSES.filter((status) => status !== "done").reduce((sum, status) => sum + (counts[status] ?? 0), 0);
  const mayWrite = useMayWrite(board.id);
  const more = open - tasks.length;
  return (
    <section aria-labelledby={`board-${board.id}`} className="rounded-lg border bg-surface">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-2.5">
        <h2 id={`board-${board.id}`} className="min-w-0 flex-1 basis-40 font-semibold">
          <Link
            data-row
            to="/boards/$boardId"
            params={{ boardId: board.id }}
            className="block min-h-6 truncate leading-6 hover:underline"
          >
            {named(board.name)}
          </Link>
        </h2>
        {board.pauses.length > 0 && <PausedBadge />}
        <Counts counts={counts} />
        {mayWrite && <LeaveGroup board={board} />}
      </header>
      {tasks.length === 0 ? (
        <p className="px-4 py-3 text-muted">{counts.done ? "Everything here is done." : "No tasks yet."}</p>
      ) : (
        <ul className="px-4 py-1.5">
          {tasks.map((task) => (
            <TaskRow key={task.id} task={task} />
          ))}
        </ul>
      )}
      {more > 0 && <p className="border-t px-4 py-2 text-sm text-muted">and {more} more open</p>}
    </section>
  );
}

function Counts({ counts }: { counts: Record<string, number> }) {
  return (
    <ul className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted tabular-nums">
      {STATUSES.map((status) => (
        <li key={status} className="flex items-center gap-1" title={STATUS[status].label}>
          <StatusIcon status={status} className="size-3.5" />
          <span className="sr-only">{STATUS[status].label}:</span>
          {counts[status] ?? 0}
        </li>
      ))}
    </ul>
  );
}

function TaskRow({ task }: { task: Props["tasks"][number] }) {
  const status = task.status as TaskStatus;
  return (
    <li className="flex items-center gap-2 py-1">
      <StatusIcon status={status} />
      <span className="sr-only">{STATUS[status].label}, </span>
      <PriorityIcon priority={task.priority} className="size-3.5" />
      <span className="sr-only">{priorityOf(task.priority).label} priority: </span>
      <Link
        data-row
        to="/boards/$boardId"
        params={{ boardId: task.board_id }}
        search={{ task: task.id }}
        className="min-h-6 min-w-0 flex-1 truncate leading-6 hover:underline"
      >
        {named(task.title)}
      </Link>
      <span className="flex shrink-0 gap-1 max-sm:hidden">
        {task.tags.slice(0, MOST_TAGS).map((tag) => (
          <TagChip key={tag.id} tag={tag} />
        ))}
      </span>
      {task.assignee && <span className="max-w-32 truncate text-sm text-muted">{task.assignee}</span>}
      <RelativeTime at={task.updated_at} className="shrink-0 text-sm text-muted max-sm:hidden" />
    </li>
  );
}

function LeaveGroup({ board }: { board: Props["board"] }) {
  const move = useMoveBoard();
  const leave = () =>
    announce(move.mutateAsync({ boardId: board.id, groupId: null }), {
      done: `${named(board.name)} left the group`,
      undo: comeBack,
      failed: `${named(board.name)} stays in the group`,
    });

  const comeBack = () =>
    announce(move.mutateAsync({ boardId: board.id, groupId: board.board_group_id ?? null }), {
      failed: `${named(board.name)} did not come back`,
    });

  return (
    <Tooltip content="Take out of the group">
      <Button
        variant="ghost"
        size="icon-sm"
        busy={move.isPending}
        onClick={() => void leave()}
        aria-label={`Take ${named(board.name)} out of the group`}
      >
        <Unlink className="size-4" aria-hidden />
      </Button>
    </Tooltip>
  );
}
