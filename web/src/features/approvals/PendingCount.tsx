import { useQuery } from "@tanstack/react-query";
import { Count } from "@/ui/Count";
import { pendingCountQuery } from "./queries";

/** How many approvals wait, beside the link to them. */
export function PendingCount({ className }: { className?: string }) {
  const { data: count = 0 } = useQuery(pendingCountQuery);
  return <Count count={count} what="waiting" className={className} />;
}
