import {
  AlarmClockOff,
  Ban,
  CalendarClock,
  CircleOff,
  CircleX,
  Eye,
  HardDrive,
  HeartPulse,
  Inbox,
  type LucideIcon,
  MessageCircleQuestionMark,
  OctagonAlert,
  Pause,
  Repeat,
  ShieldQuestion,
  SquareTerminal,
  Target,
  Unplug,
  Webhook,
  Wrench,
} from "lucide-react";
import type { NeedsMeItem } from "@/lib/api/types";
import type { Tone } from "@/ui/Badge";

export interface NeedLook {
  label: string;
  icon: LucideIcon;
  tone: Tone;
  /** What the link says when the server names no action. */
  action: string;
}

const LOOKS: Record<NeedsMeItem["kind"], NeedLook> = {
  disk_full: { label: "Disk full", icon: HardDrive, tone: "bad", action: "See the system" },
  paused: { label: "Paused", icon: Pause, tone: "warn", action: "Resume it" },
  question: { label: "Question", icon: MessageCircleQuestionMark, tone: "warn", action: "Answer it" },
  approval: { label: "Approval", icon: ShieldQuestion, tone: "warn", action: "Decide it" },
  blocked_task: { label: "Blocked", icon: Ban, tone: "bad", action: "Open the task" },
  stuck: { label: "Stuck", icon: AlarmClockOff, tone: "bad", action: "Open the task" },
  interview: { label: "Interview", icon: Target, tone: "info", action: "Go on with it" },
  review: { label: "Review", icon: Eye, tone: "info", action: "Review it" },
  gateway_unusable: { label: "Gateway unusable", icon: Unplug, tone: "bad", action: "See the gateway" },
  command_waiting: { label: "Command waits", icon: SquareTerminal, tone: "warn", action: "Decide" },
  turns_failing: { label: "Turns fail", icon: CircleX, tone: "bad", action: "See the agent" },
  setup_failing: { label: "Setup fails", icon: Wrench, tone: "bad", action: "See the agent" },
  agent_offline: { label: "Agent offline", icon: CircleOff, tone: "bad", action: "See the agent" },
  unclaimed: { label: "Nobody took it", icon: Inbox, tone: "warn", action: "Assign it" },
  overdue: { label: "Overdue", icon: CalendarClock, tone: "warn", action: "Open the task" },
  template_failing: { label: "Template fails", icon: Repeat, tone: "bad", action: "Mend the template" },
  webhook_unheard: { label: "Webhook unheard", icon: Webhook, tone: "warn", action: "Choose an agent" },
  failed_job: { label: "Failed job", icon: OctagonAlert, tone: "bad", action: "See the jobs" },
};

/** A kind that a newer server knows and this page does not is still listed, with the server's own words. */
export function lookOf(kind: string): NeedLook {
  const known = LOOKS[kind as NeedsMeItem["kind"]];
  return known ?? { label: kind.replaceAll("_", " "), icon: HeartPulse, tone: "neutral", action: "Open" };
}

export type Destination =
  | { to: "/boards/$boardId"; params: { boardId: string }; search: { task?: string } }
  | { to: "/boards/$boardId/templates"; params: { boardId: string }; search: { edit?: string } }
  | { to: "/boards/$boardId/webhooks"; params: { boardId: string }; search: { edit?: string } }
  | { to: "/boards/$boardId/onboarding"; params: { boardId: string } }
  | { to: "/approvals"; search: { approval: string } }
  | { to: "/messages"; search: { message: string } }
  | { to: "/agents/$agentId"; params: { agentId: string } }
  | { to: "/gateways/$gatewayId"; params: { gatewayId: string }; search?: { view: "commands" } }
  | { to: "/organization"; hash: "pause" }
  | { to: "/settings"; hash: "system" }
  | { to: "/jobs" };

/** Where the item can be moved along. An approval is decided, a task comes before its agent: that is where both are seen. */
export function destinationOf({
  kind,
  approval_id,
  board_id,
  task_id,
  agent_id,
  template_id,
  webhook_id,
  message_id,
  gateway_id,
}: NeedsMeItem): Destination {
  if (approval_id) return { to: "/approvals", search: { approval: approval_id } };
  if (board_id && kind === "interview") return { to: "/boards/$boardId/onboarding", params: { boardId: board_id } };
  if (message_id) return { to: "/messages", search: { message: message_id } };
  if (board_id && template_id) {
    return { to: "/boards/$boardId/templates", params: { boardId: board_id }, search: { edit: template_id } };
  }
  if (board_id && webhook_id) {
    return { to: "/boards/$boardId/webhooks", params: { boardId: board_id }, search: { edit: webhook_id } };
  }
  if (board_id && task_id) return { to: "/boards/$boardId", params: { boardId: board_id }, search: { task: task_id } };
  if (agent_id) return { to: "/agents/$agentId", params: { agentId: agent_id } };
  if (board_id) return { to: "/boards/$boardId", params: { boardId: board_id }, search: {} };
  if (gateway_id && kind === "command_waiting") {
    return { to: "/gateways/$gatewayId", params: { gatewayId: gateway_id }, search: { view: "commands" } };
  }
  if (gateway_id) return { to: "/gateways/$gatewayId", params: { gatewayId: gateway_id } };
  if (kind === "disk_full") return { to: "/settings", hash: "system" };
  return kind === "paused" ? { to: "/organization", hash: "pause" } : { to: "/jobs" };
}

/** Stable as long as the thing waits for the same reason. */
export function keyOf({
  kind,
  approval_id,
  message_id,
  task_id,
  agent_id,
  gateway_id,
  title,
  since,
}: NeedsMeItem): string {
  return [kind, approval_id ?? message_id ?? task_id ?? agent_id ?? gateway_id ?? title, since].join(" ");
}
