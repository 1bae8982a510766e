import type { Agent } from "@/lib/api/types";
import { Badge } from "@/ui/Badge";
import { stateOf } from "./state";

export function StateBadge({ agent }: { agent: Pick<Agent, "status"> }) {
  const { label, icon: Icon, tone } = stateOf(agent);
  return (
    <Badge tone={tone}>
      <Icon className="size-3" aria-hidden />
      {label}
    </Badge>
  );
}
