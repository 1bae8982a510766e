/** The small facts of a task, as cards, rows and the panel show them: each has an icon and words, never colour alone. */
import { AlarmClock, CalendarClock, Clock, Lock, MessageSquare, Pause, Repeat, ShieldQuestion } from "lucide-react";
import type { TaskCard } from "@/lib/api/types";
import { clock, day, exact } from "@/lib/time/relative";
import { useNow } from "@/lib/time/useNow";
import { Avatar } from "@/ui/Avatar";
import { Badge } from "@/ui/Badge";
import { cn } from "@/ui/cn";
import { isOverdue } from "../boards/filters";
import { useIsPaused } from "../pausing/PausedAgents";
import { priorityOf } from "./priority";

export function PriorityMark({ priority }: { priority: string }) {
  const { icon: Icon, color, label } = priorityOf(priority);
  return (
    <span className="shrink-0" title={`Priority: ${label}`}>
      <Icon className={cn("size-4", color)} aria-hidden />
      <span className="sr-only">{label} priority: </span>
    </span>
  );
}

export function BlockedMark() {
  return (
    <Badge tone="bad">
      <Lock className="size-3" aria-hidden />
      Blocked
    </Badge>
  );
}

/** A task that has passed a deadline of its board: its agent was reminded, or people were told. */
export function DeadlineMark({ task }: { task: Pick<TaskCard, "nudged_at" | "escalated_at"> }) {
  const since = task.escalated_at ?? task.nudged_at;
  if (!since) return null;
  return (
    <span title={`Since ${exact(since)}`}>
      <Badge tone={task.escalated_at ? "bad" : "warn"}>
        <AlarmClock className="size-3" aria-hidden />
        {task.escalated_at ? "Stuck" : "Reminded"}
      </Badge>
    </span>
  );
}

export function DueMark({ task }: { task: Pick<TaskCard, "due_at" | "status"> }) {
  const now = useNow();
  if (!task.due_at) return null;
  const overdue = isOverdue(task, now);
  return (
    <span
      title={`Due ${exact(task.due_at)}`}
      className={cn("inline-flex items-center gap-1 whitespace-nowrap", overdue && "font-medium text-bad")}
    >
      <CalendarClock className="size-3.5" aria-hidden />
      <span className="sr-only">Due </span>
      {day(task.due_at, now)}
      {overdue && <span>overdue</span>}
    </span>
  );
}

export function CommentsMark({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span className="inline-flex items-center gap-1" title={count === 1 ? "1 comment" : `${count} comments`}>
      <MessageSquare className="size-3.5" aria-hidden />
      {count}
      <span className="sr-only">{count === 1 ? "comment" : "comments"}</span>
    </span>
  );
}

export function TemplateMark({ name }: { name: string | null }) {
  if (!name) return null;
  return (
    <span className="inline-flex items-center" title={`Made from the template ${name}`}>
      <Repeat className="size-3.5" aria-hidden />
      <span className="sr-only">Made from the template {name}</span>
    </span>
  );
}

export function ApprovalsMark({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap text-warn">
      <ShieldQuestion className="size-3.5" aria-hidden />
      {count === 1 ? "1 open approval" : `${count} open approvals`}
    </span>
  );
}

export function AssigneeMark({ name, small }: { name: string | null; small?: boolean }) {
  if (!name) return <span className="text-faint">Nobody</span>;
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <Avatar name={name} small />
      <span className={cn("truncate", small && "max-sm:sr-only")}>{name}</span>
    </span>
  );
}

interface LeaseProps {
  lease: TaskCard["lease"];
  /** Whose name stands beside the mark already: it is not said twice where there is little room. */
  besides?: string | null;
}

/** A lease does not run out while its holder is paused. */
function KeptMark({ holder }: { holder: string | null }) {
  return (
    <span className="inline-flex min-w-0 items-start gap-1 text-warn">
      <Pause className="mt-[0.1875rem] size-3.5 shrink-0" aria-hidden />
      <span className="wrap-anywhere">{holder ? `${holder} keeps it while paused` : "Kept while paused"}</span>
    </span>
  );
}

/** Who holds the task and until when; a lease that ran out says so until the server takes it away. */
export function LeaseMark({ lease, besides = null }: LeaseProps) {
  const now = useNow();
  const isPaused = useIsPaused(lease?.agent_id);
  if (!lease) return null;
  if (isPaused) return <KeptMark holder={besides === lease.agent_name ? null : lease.agent_name} />;
  const held = Date.parse(lease.expires_at) > now;
  const until = clock(lease.expires_at, now);
  const { agent_name: holder } = lease;
  const named = besides !== holder;
  return (
    <span
      title={`Held by ${holder} until ${exact(lease.expires_at)}`}
      className={cn("inline-flex min-w-0 items-start gap-1", held ? "text-info" : "text-warn")}
    >
      <Clock className="mt-[0.1875rem] size-3.5 shrink-0" aria-hidden />
      <span className="wrap-anywhere">
        {held
          ? `Held ${named ? `by ${holder} ` : ""}until ${until}`
          : `${named ? `${holder}’s hold` : "Hold"} ran out at ${until}`}
      </span>
    </span>
  );
}
