import type { GatewayAgent } from "@/lib/api/types";
import { Badge, type Tone } from "@/ui/Badge";

const PHASES: Record<GatewayAgent["phase"], [label: string, tone: Tone]> = {
  applying: ["Being set up", "info"],
  waking: ["Waits for its first call", "info"],
  ready: ["Set up", "ok"],
  removing: ["Being removed", "warn"],
};

/** Several attempts in a row mean that something has to be looked at. */
export function SetupBadge({ phase, attempts }: Pick<GatewayAgent, "phase" | "attempts">) {
  const [label, tone] = PHASES[phase];
  return <Badge tone={attempts > 1 ? "warn" : tone}>{label}</Badge>;
}
