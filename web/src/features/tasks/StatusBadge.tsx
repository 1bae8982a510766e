import { CircleCheck, CircleDashed, CircleDot, CircleEllipsis, type LucideIcon } from "lucide-react";
import type { TaskStatus } from "@/lib/api/types";
import { Badge, type Tone } from "@/ui/Badge";
import { cn } from "@/ui/cn";

export const STATUSES: TaskStatus[] = ["inbox", "in_progress", "review", "done"];

/** One look for each status, everywhere: a name, an icon of its own shape, and a colour. */
export const STATUS: Record<TaskStatus, { label: string; icon: LucideIcon; color: string; tone: Tone }> = {
  inbox: { label: "Inbox", icon: CircleDashed, color: "text-muted", tone: "neutral" },
  in_progress: { label: "In progress", icon: CircleDot, color: "text-warn-mark", tone: "warn" },
  review: { label: "Review", icon: CircleEllipsis, color: "text-info-mark", tone: "info" },
  done: { label: "Done", icon: CircleCheck, color: "text-ok-mark", tone: "ok" },
};

export function StatusIcon({ status, className }: { status: TaskStatus; className?: string }) {
  const { icon: Icon, color } = STATUS[status];
  return <Icon className={cn("size-4 shrink-0", color, className)} aria-hidden />;
}

export function StatusBadge({ status }: { status: TaskStatus }) {
  const { label, icon: Icon, tone } = STATUS[status];
  return (
    <Badge tone={tone}>
      <Icon className="size-3" aria-hidden />
      {label}
    </Badge>
  );
}
