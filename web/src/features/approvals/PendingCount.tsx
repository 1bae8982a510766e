import { useQuery } from "@tanstack/react-query";
import { cn } from "@/ui/cn";
import { pendingCountQuery } from "./queries";

/** How many approvals wait, beside the link to them. */
export function PendingCount({ className }: { className?: string }) {
  const { data: count = 0 } = useQuery(pendingCountQuery);
  if (count === 0) return null;
  return (
    <span className={cn("rounded-full bg-warn-tint px-1.5 text-xs font-medium text-warn tabular-nums", className)}>
      {count > 99 ? "99+" : count}
      <span className="sr-only"> waiting</span>
    </span>
  );
}
