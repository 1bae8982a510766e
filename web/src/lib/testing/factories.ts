import type { Agent, Board, BoardSnapshot, TaskCard } from "@/lib/api/types";
import type { LiveEvent } from "@/lib/live/events";

const TIME = "2026-01-01T12:00:00Z";

export function makeTask(over: Partial<TaskCard> = {}): TaskCard {
  return {
    id: "t1",
    board_id: "b1",
    title: "Write the schema",
    description: null,
    status: "inbox",
    priority: "medium",
    due_at: null,
    assigned_agent_id: null,
    assignee: null,
    created_by_user_id: null,
    created_by_agent_id: null,
    template_id: null,
    template_name: null,
    in_progress_at: null,
    depends_on_task_ids: [],
    blocked_by_task_ids: [],
    is_blocked: false,
    tag_ids: [],
    tags: [],
    custom_field_values: {},
    created_at: TIME,
    updated_at: TIME,
    version: 1,
    comments_count: 0,
    nudged_at: null,
    escalated_at: null,
    status_reason: null,
    lease: null,
    approvals_count: 0,
    approvals_pending_count: 0,
    ...over,
  };
}

export function makeBoard(over: Partial<Board> = {}): Board {
  return { id: "b1", name: "Launch", slug: "launch", description: "Ship it", pauses: [], version: 1, ...over } as Board;
}

export function makeSnapshot(tasks: TaskCard[], agents: Agent[] = []): BoardSnapshot {
  return { board: makeBoard(), tasks, agents, approvals: [], chat_messages: [], pending_approvals_count: 0 };
}

export function makeAgent(over: Partial<Agent> = {}): Agent {
  return { id: "a1", name: "Ava", board_id: "b1", status: "online", pauses: [], ...over } as Agent;
}

export function makeEvent(over: Partial<LiveEvent>): LiveEvent {
  return {
    seq: 1,
    id: "e1",
    type: "task.updated",
    topic: "tasks",
    organization_id: "o1",
    board_id: "b1",
    task_id: null,
    agent_id: null,
    actor: { kind: "system", id: null, name: null },
    message: null,
    created_at: TIME,
    payload: {},
    listed: true,
    ...over,
  };
}
