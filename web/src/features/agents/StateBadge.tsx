import type { Agent } from "@/lib/api/types";
import { Badge } from "@/ui/Badge";
import { PausedBadge } from "../pausing/PausedBadge";
import { stateOf } from "./state";

/** That it is paused says more than whether it could be reached. */
export function StateBadge({ agent }: { agent: Pick<Agent, "status" | "trouble" | "pauses"> }) {
  if (agent.pauses.length > 0) return <PausedBadge />;
  const { label, icon: Icon, tone } = stateOf(agent);
  return (
    <Badge tone={tone}>
      <Icon className="size-3" aria-hidden />
      {label}
    </Badge>
  );
}
