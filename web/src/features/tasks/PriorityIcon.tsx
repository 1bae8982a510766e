import { cn } from "@/ui/cn";
import { priorityOf } from "./priority";

export function PriorityIcon({ priority, className }: { priority: string; className?: string }) {
  const { icon: Icon, color } = priorityOf(priority);
  return <Icon className={cn("size-4 shrink-0", color, className)} aria-hidden />;
}
