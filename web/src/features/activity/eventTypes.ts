/** What kinds of events there are, in words. */
import {
  AlarmClock,
  Bot,
  Building2,
  CircleAlert,
  Clock,
  GraduationCap,
  KeyRound,
  Layers,
  ListPlus,
  type LucideIcon,
  MessageSquare,
  MoveRight,
  Pause,
  Play,
  Repeat,
  ShieldCheck,
  ShieldQuestion,
  ShieldX,
  SquareKanban,
  SquarePen,
  Target,
  Trash2,
  Webhook,
} from "lucide-react";

export interface EventGroup {
  label: string;
  types: { value: string; label: string }[];
}

export const EVENT_GROUPS: EventGroup[] = [
  {
    label: "Tasks",
    types: [
      { value: "task.created", label: "Task created" },
      { value: "task.updated", label: "Task edited" },
      { value: "task.status_changed", label: "Task moved" },
      { value: "task.comment", label: "Comment" },
      { value: "task.nudged", label: "Reminder" },
      { value: "task.escalated", label: "Task stuck" },
      { value: "task.assignee_notified", label: "Agent told of a task" },
      { value: "task.assignee_notify_failed", label: "Agent not told of a task" },
      { value: "task.lead_notified", label: "Lead told of a task" },
      { value: "task.lead_notify_failed", label: "Lead not told of a task" },
      { value: "task.lead_unassigned_notified", label: "Lead told of a task that came back" },
      { value: "task.lead_unassigned_notify_failed", label: "Lead not told of a task that came back" },
      { value: "task.rework_notified", label: "Agent told of rework" },
      { value: "task.rework_notify_failed", label: "Agent not told of rework" },
      { value: "task.deleted", label: "Task deleted" },
    ],
  },
  {
    label: "Approvals",
    types: [
      { value: "approval.created", label: "Approval asked for" },
      { value: "approval.approved", label: "Approved" },
      { value: "approval.rejected", label: "Rejected" },
      { value: "approval.updated", label: "Approval changed" },
      { value: "approval.deleted", label: "Approval gone" },
    ],
  },
  {
    label: "Agents",
    types: [
      { value: "agent.created", label: "Agent created" },
      { value: "agent.updated", label: "Agent edited" },
      { value: "agent.status_changed", label: "Agent state" },
      { value: "agent.soul.updated", label: "Soul changed" },
      { value: "agent.paused", label: "Agent paused" },
      { value: "agent.resumed", label: "Agent resumed" },
      { value: "agent.woken", label: "Agent woken" },
      { value: "agent.at_work", label: "Agent at work" },
      { value: "agent.turn_ended", label: "Turn ended" },
      { value: "agent.own_turn_ended", label: "Turn of others ended" },
      { value: "agent.turn_stopped", label: "Turn stopped" },
      { value: "agent.turn_failed", label: "Turn failed" },
      { value: "agent.token_rotated", label: "Token rotated" },
      { value: "agent.token_confirmed", label: "New token in use" },
      { value: "agent.token_recognized", label: "Former token in use" },
      { value: "agent.deleted", label: "Agent deleted" },
    ],
  },
  {
    label: "Messages",
    types: [
      { value: "gateway.lead.ask_user.sent", label: "Question to people" },
      { value: "gateway.main.lead_message.sent", label: "Message to a lead" },
      { value: "agent.nudge.sent", label: "Nudge" },
      { value: "agent_message.answered", label: "Question answered" },
      { value: "agent_message.dismissed", label: "Question dismissed" },
    ],
  },
  {
    label: "Templates",
    types: [
      { value: "template.created", label: "Template created" },
      { value: "template.updated", label: "Template edited" },
      { value: "template.run_skipped", label: "Run skipped" },
      { value: "template.run_failed", label: "Run failed" },
      { value: "template.deleted", label: "Template deleted" },
    ],
  },
  {
    label: "Gateways",
    types: [
      { value: "gateway.state", label: "Connection changed" },
      { value: "gateway.paused", label: "Gateway paused" },
      { value: "gateway.resumed", label: "Gateway resumed" },
      { value: "gateway.created", label: "Gateway added" },
      { value: "gateway.updated", label: "Gateway edited" },
      { value: "gateway.deleted", label: "Gateway removed" },
      { value: "gateway.command_waits", label: "Command waits" },
      { value: "gateway.command_decided", label: "Command decided" },
      { value: "gateway.session_message", label: "Session told something" },
    ],
  },
  {
    label: "Webhooks",
    types: [
      { value: "webhook.received", label: "Delivery received" },
      { value: "webhook.handed_on", label: "Agent woken for a delivery" },
      { value: "webhook.told", label: "Agent told of a delivery" },
      { value: "webhook.skipped", label: "Nobody told of a delivery" },
      { value: "webhook.failed", label: "Telling of a delivery failed" },
      { value: "webhook.redelivery", label: "Delivery to be told again" },
      { value: "webhook.created", label: "Webhook created" },
      { value: "webhook.updated", label: "Webhook edited" },
      { value: "webhook.deleted", label: "Webhook deleted" },
    ],
  },
  {
    label: "Skills",
    types: [
      { value: "skill_pack.synced", label: "Pack applied" },
      { value: "skill_pack.sync_ready", label: "Pack read, to be looked at" },
      { value: "skill_pack.sync_failed", label: "Pack could not be read" },
      { value: "skill_pack.sync_asked", label: "Pack to be read" },
      { value: "skill_pack.sync_begun", label: "Pack being read" },
      { value: "skill_pack.created", label: "Pack added" },
      { value: "skill_pack.updated", label: "Pack edited" },
      { value: "skill_pack.deleted", label: "Pack deleted" },
      { value: "skill.added", label: "Skill added" },
      { value: "skill.updated", label: "Skill edited" },
      { value: "skill.install_asked", label: "Skill to be installed" },
      { value: "skill.removal_asked", label: "Skill to be removed" },
      { value: "skill.install_settled", label: "Skill installed or not" },
      { value: "skill.deleted", label: "Skill deleted" },
    ],
  },
  {
    label: "Memory",
    types: [
      { value: "memory.chat", label: "Chat" },
      { value: "memory.created", label: "Note" },
      { value: "memory.deleted", label: "Note or message deleted" },
    ],
  },
  {
    label: "Boards",
    types: [
      { value: "board.created", label: "Board created" },
      { value: "board.updated", label: "Board edited" },
      { value: "board.paused", label: "Board paused" },
      { value: "board.resumed", label: "Board resumed" },
      { value: "board.deleted", label: "Board deleted" },
    ],
  },
  {
    label: "Interviews",
    types: [
      { value: "onboarding.started", label: "Interview begun" },
      { value: "onboarding.question", label: "Question of an interview" },
      { value: "onboarding.answered", label: "Answer in an interview" },
      { value: "onboarding.asked_again", label: "Agent asked again" },
      { value: "onboarding.drafted", label: "Draft of a goal" },
      { value: "onboarding.draft_edited", label: "Draft edited" },
      { value: "onboarding.confirmed", label: "Goal confirmed" },
    ],
  },
  {
    label: "Tags and fields",
    types: [
      { value: "tag.created", label: "Tag created" },
      { value: "tag.updated", label: "Tag edited" },
      { value: "tag.deleted", label: "Tag deleted" },
      { value: "custom_field.created", label: "Custom field created" },
      { value: "custom_field.updated", label: "Custom field edited" },
      { value: "custom_field.deleted", label: "Custom field deleted" },
    ],
  },
  {
    label: "Groups",
    types: [
      { value: "board_group.created", label: "Group created" },
      { value: "board_group.updated", label: "Group edited" },
      { value: "board_group.deleted", label: "Group deleted" },
      { value: "group_memory.chat", label: "Chat of a group" },
      { value: "group_memory.created", label: "Note of a group" },
      { value: "group_memory.deleted", label: "Note or message of a group deleted" },
    ],
  },
  {
    label: "People and keys",
    types: [
      { value: "member.joined", label: "Member joined" },
      { value: "member.role_changed", label: "Role changed" },
      { value: "member.access_changed", label: "Rights on boards changed" },
      { value: "member.left", label: "Member left" },
      { value: "member.removed", label: "Member removed" },
      { value: "invite.created", label: "Invite made" },
      { value: "invite.renewed", label: "Invite renewed" },
      { value: "invite.accepted", label: "Invite accepted" },
      { value: "invite.withdrawn", label: "Invite withdrawn" },
      { value: "api_key.created", label: "API key made" },
      { value: "api_key.revoked", label: "API key revoked" },
      { value: "api_key.kept", label: "Service keys stay" },
      { value: "user.updated", label: "Profile edited" },
    ],
  },
  {
    label: "Organization",
    types: [
      { value: "organization.created", label: "Organization founded" },
      { value: "organization.exported", label: "Organization exported" },
      { value: "organization.imported", label: "Organization brought over" },
      { value: "organization.paused", label: "Organization paused" },
      { value: "organization.resumed", label: "Organization resumed" },
      { value: "organization.updated", label: "Organization edited" },
      { value: "audit.events_removed", label: "Old events removed" },
    ],
  },
  {
    label: "Subscriptions",
    types: [
      { value: "subscription.created", label: "Subscription made" },
      { value: "subscription.updated", label: "Subscription edited" },
      { value: "subscription.secret_rotated", label: "Subscription has another secret" },
      { value: "subscription.tested", label: "Subscription tested" },
      { value: "subscription.stopped", label: "Subscription stopped" },
      { value: "subscription.delivery_failed", label: "Event not delivered" },
      { value: "subscription.replay", label: "Event sent again" },
      { value: "subscription.deleted", label: "Subscription deleted" },
    ],
  },
];

const LABELS = new Map(EVENT_GROUPS.flatMap(({ types }) => types.map(({ value, label }) => [value, label])));

/** "task.lease_expired", which is not listed above, still reads as "Task lease expired". */
/** Begins the types of what happened at another installation, before it was brought over. */
const IMPORTED = "imported.";

export function labelOf(type: string): string {
  const known = LABELS.get(type);
  if (known) return known;
  if (type.startsWith(IMPORTED)) return `${labelOf(type.slice(IMPORTED.length))}, before the move`;
  const words = type.replace(/[._]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The groups for a picker, with a type that came by the address and is not among them. */
export function groupsWith(type: string | undefined): EventGroup[] {
  if (!type || LABELS.has(type)) return EVENT_GROUPS;
  return [...EVENT_GROUPS, { label: "Other", types: [{ value: type, label: labelOf(type) }] }];
}

export function iconOf(told: string, outcome?: unknown): { icon: LucideIcon; color: string } {
  const type = told.startsWith(IMPORTED) ? told.slice(IMPORTED.length) : told;
  if (/refused|failed|expired/.test(type) || outcome === "failed") return { icon: CircleAlert, color: "text-bad-mark" };
  if (type === "approval.approved") return { icon: ShieldCheck, color: "text-ok-mark" };
  if (type === "approval.rejected") return { icon: ShieldX, color: "text-bad-mark" };
  if (type === "approval.created") return { icon: ShieldQuestion, color: "text-warn-mark" };
  if (type.endsWith(".deleted")) return { icon: Trash2, color: "text-muted" };
  if (type.endsWith(".paused") || type === "agent.turn_stopped") return { icon: Pause, color: "text-warn" };
  if (type.endsWith(".resumed")) return { icon: Play, color: "text-ok-mark" };
  if (type.endsWith(".created")) return { icon: ListPlus, color: "text-accent-text" };
  if (type === "task.comment" || type === "memory.chat") return { icon: MessageSquare, color: "text-info-mark" };
  if (type === "task.nudged" || type === "task.escalated") return { icon: AlarmClock, color: "text-warn" };
  if (type === "task.status_changed") return { icon: MoveRight, color: "text-ok-mark" };
  if (/token|api_key/.test(type)) return { icon: KeyRound, color: "text-warn-mark" };
  if (/claimed|released|renewed/.test(type)) return { icon: Clock, color: "text-info-mark" };
  return { icon: placeIcon(type), color: "text-muted" };
}

function placeIcon(type: string): LucideIcon {
  if (type.startsWith("agent.")) return Bot;
  if (type.startsWith("template.")) return Repeat;
  if (type.startsWith("webhook.")) return Webhook;
  if (type.startsWith("skill")) return GraduationCap;
  if (type.startsWith("onboarding.")) return Target;
  if (type.startsWith("board.")) return SquareKanban;
  if (type.startsWith("board_group.")) return Layers;
  return type.startsWith("task.") ? SquarePen : Building2;
}
