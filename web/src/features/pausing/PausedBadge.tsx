import { Pause } from "lucide-react";
import { Badge } from "@/ui/Badge";

/** Beside the name of whatever is paused, by itself or with what it belongs to. */
export function PausedBadge({ className }: { className?: string }) {
  return (
    <Badge tone="warn" className={className}>
      <Pause className="size-3" aria-hidden />
      Paused
    </Badge>
  );
}
