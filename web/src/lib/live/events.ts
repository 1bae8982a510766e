import type {
  ActivityEvent,
  Agent,
  Approval,
  Board,
  BoardGroup,
  MemoryEntry,
  Onboarding,
  TaskCard,
  TaskComment,
} from "@/lib/api/types";

export type Actor = ActivityEvent["actor"];

/** What the stream tells of one change; `task`, `agent`, `board`, `board_group` carry the current state, null when it is gone. */
export interface LiveEvent {
  seq: number;
  id: string;
  type: string;
  topic: string;
  organization_id: string;
  board_id: string | null;
  task_id: string | null;
  agent_id: string | null;
  actor: Actor;
  message: string | null;
  created_at: string;
  payload: Record<string, unknown>;
  /** Whether feeds list it without being asked for its type. */
  listed: boolean;
  task?: TaskCard | null;
  comment?: TaskComment | null;
  agent?: Agent | null;
  board?: Board | null;
  board_group?: BoardGroup | null;
  approval?: Approval | null;
  task_counts?: TaskCounts | TaskCounts[];
  memory?: MemoryEntry | null;
  onboarding?: Onboarding | null;
}

/** How many approvals a task has, sent with a change of one. */
export type TaskCounts = Pick<TaskCard, "approvals_count" | "approvals_pending_count"> & { task_id: string };

/** What is told at this moment alone: it has no position, and whoever was away is not told later. */
export interface Passing {
  type: string;
  payload: Record<string, string>;
}

/** What a tab gets to know, from its own stream or from the leading tab. */
export type LiveMessage =
  | { kind: "events"; events: LiveEvent[] }
  | { kind: "passing"; passing: Passing }
  | { kind: "hello"; position: number }
  | { kind: "reset"; position: number | null }
  | { kind: "state"; state: LiveState };

/** `since` is when this state began, in milliseconds: a stale page says since when it is stale. */
export interface LiveState {
  status: "connecting" | "live" | "reconnecting" | "refused";
  since: number;
}
