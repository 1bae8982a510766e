import {
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleOff,
  type LucideIcon,
  Pause,
  RefreshCw,
  Trash2,
  TriangleAlert,
  Unplug,
} from "lucide-react";
import type { Agent } from "@/lib/api/types";
import type { Tone } from "@/ui/Badge";

export interface StateLook {
  value: string;
  label: string;
  icon: LucideIcon;
  tone: Tone;
  presence: "ok" | "warn" | "off";
}

export const STATES: StateLook[] = [
  { value: "online", label: "Online", icon: CircleCheck, tone: "ok", presence: "ok" },
  { value: "offline", label: "Offline", icon: CircleOff, tone: "bad", presence: "off" },
  { value: "provisioning", label: "Provisioning", icon: CircleDashed, tone: "neutral", presence: "off" },
  { value: "updating", label: "Updating", icon: RefreshCw, tone: "info", presence: "warn" },
  { value: "deleting", label: "Deleting", icon: Trash2, tone: "warn", presence: "off" },
];

const UNREACHABLE: StateLook = {
  value: "unreachable",
  label: "Unreachable",
  icon: Unplug,
  tone: "warn",
  presence: "off",
};

/** Of one that is there and gets nothing done, or does not come to be there, that is the state. */
const FAILING: Record<string, StateLook> = {
  turns_failing: { value: "turns_failing", label: "Turns fail", icon: TriangleAlert, tone: "bad", presence: "warn" },
  setup_failing: { value: "setup_failing", label: "Setup fails", icon: TriangleAlert, tone: "bad", presence: "warn" },
};

/**
 * Agents may report any word as their status; one that we do not know is shown as it was said. One whose gateway is
 * down is not known to be offline.
 */
export function stateOf(agent: Pick<Agent, "status" | "trouble">): StateLook {
  if (agent.status === "offline" && agent.trouble === "unreachable") return UNREACHABLE;
  const failing = FAILING[agent.trouble ?? ""];
  if (failing) return failing;
  const known = STATES.find((state) => state.value === agent.status);
  return known ?? { value: agent.status, label: agent.status, icon: CircleHelp, tone: "warn", presence: "warn" };
}

const PAUSED: StateLook = { value: "paused", label: "Paused", icon: Pause, tone: "warn", presence: "off" };

/** The state as lists show it: that it is paused says more than whether it could be reached. */
export function shownState(agent: Pick<Agent, "status" | "trouble" | "pauses">): StateLook {
  return agent.pauses.length > 0 ? PAUSED : stateOf(agent);
}

/** The word for a state that is chosen from a list of them. */
export function labelOf(value: string): string {
  const looks = [...STATES, UNREACHABLE, ...Object.values(FAILING), PAUSED];
  return looks.find((look) => look.value === value)?.label ?? value;
}

const TROUBLE = ["offline", "unreachable", "deleting", ...Object.keys(FAILING)];

/** Trouble first, then those that were never heard of, then the healthy; by name within. */
export function byAttention(a: Agent, b: Agent): number {
  return rank(a) - rank(b) || a.name.localeCompare(b.name);
}

function rank(agent: Agent): number {
  const { value } = stateOf(agent);
  if (TROUBLE.includes(value)) return 0;
  if (value === "online") return 3;
  return value === "provisioning" ? 2 : 1;
}
