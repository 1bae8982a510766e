"""What the API document says in the product's own words: what each tag is about, and examples of bodies and streams."""

from typing import Any

from mission_control.kernel.http.streams import frame

Json = dict[str, Any]

TAGS = {
    "auth": "Who is calling, and how people sign in.",
    "health": "Whether the process serves, and whether it could do all its work.",
    "agents": "Agents: created, changed, dismissed, and the state that each is in with its reason.",
    "activity": "What has happened, newest first.",
    "gateways": "Gateways that agents live on: their connections, sessions, settings and logs.",
    "metrics": "Figures of how work flows.",
    "organizations": "Tenants, their members, rights and invites.",
    "souls-directory": "Texts that say what an agent is to be like, to choose from.",
    "skills": "What agents can be taught: packs read from repositories, and skills on gateways.",
    "board-groups": "Boards that belong together.",
    "board-group-memory": "Notes and messages for all boards of a group.",
    "boards": "Boards, their rules, and all that is on one at a glance.",
    "board-memory": "Notes and messages of a board, with their stream.",
    "board-webhooks": "Addresses at which other systems tell a board what has happened.",
    "board-onboarding": "The interview in which a board gets its goal.",
    "approvals": "Decisions that agents ask people for.",
    "tasks": "Tasks, their comments, dependencies, leases and history.",
    "custom-fields": "What an organization adds to its tasks.",
    "tags": "Words to find tasks by.",
    "users": "The caller's own account.",
    "agent": "What agents call, with their token.",
    "agent-lead": "Operations that the lead of a board may use.",
    "agent-worker": "Operations that the workers of a board may use.",
    "agent-main": "Operations that the main agent of a gateway may use.",
    "agent-messages": "What agents ask people, and the answers.",
    "api-keys": "Keys by which programs act for a person or as a service.",
    "audit": "The record of every change, sealed, for administrators.",
    "event-subscriptions": "Events sent to other systems, signed.",
    "events": "One stream of everything that the caller may see.",
    "overview": "What waits for a person, over all boards.",
    "search": "Full-text search over tasks, comments, notes and messages.",
    "system": "The installation itself: its jobs and those that gave up.",
    "templates": "What tasks are made from, by hand or by a schedule.",
}

BODIES: dict[str, Json] = {
    "TaskCreate": {"title": "Write the introduction", "description": "One page.", "priority": "high"},
    "TaskUpdate": {"status": "review", "comment": "Written and proofread."},
    "TaskCommentCreate": {"message": "Read the sources; @lead, the outline is in the repository."},
    "BoardMemoryCreate": {"content": "Covers are one colour, without text.", "tags": ["decision"]},
    "BoardGroupMemoryCreate": {"content": "@all the fair is on Tuesday.", "tags": ["chat", "broadcast"]},
    "ApprovalCreate": {
        "action_type": "docs.publish",
        "confidence": 70,
        "payload": {"reason": "Proofread twice.", "target": "docs.example.org"},
        "rubric_scores": {"clarity": 40, "risk": 30},
    },
    "ApprovalUpdate": {"status": "approved", "reason": "The proofs are good."},
    "AgentCreate": {"name": "Tessa", "identity_profile": {"role": "Writer"}},
    "AgentHeartbeatCreate": {"name": "Tessa", "status": "online"},
    "BoardCreate": {
        "name": "Docs",
        "slug": "docs",
        "description": "Everything we write",
        "board_type": "general",
        "require_approval_for_done": False,
    },
    "BoardWebhookCreate": {"description": "File a task for each failed build.", "signature_scheme": "github"},
}
"""Good bodies by their schema; ids are left out where a body can do without."""

_ID, _BOARD, _TASK = (f"{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}" for digit in "123")
_WHEN = "2026-01-31T12:00:00.000000Z"
_AGENT: Json = {"id": _ID, "name": "Tessa", "status": "online", "board_id": _BOARD}
_SHOWN_TASK: Json = {"id": _TASK, "board_id": _BOARD, "title": "Write the introduction", "status": "review"}
_COMMENT: Json = {"id": _ID, "message": "Read the sources.", "task_id": _TASK, "board_id": _BOARD, "created_at": _WHEN}
_NOTE: Json = {"id": _ID, "content": "Covers are one colour.", "tags": ["decision"], "created_at": _WHEN}
_APPROVAL: Json = {"id": _ID, "board_id": _BOARD, "action_type": "docs.publish", "status": "approved"}
_MOVED: Json = {"id": _ID, "event_type": "task.status_changed", "task_id": _TASK, "created_at": _WHEN}

STREAMS: dict[str, tuple[str, Json]] = {
    "/api/v1/activity/task-comments/stream": ("comment", {"comment": _COMMENT}),
    "/api/v1/agents/stream": ("agent", {"agent": _AGENT}),
    "/api/v1/board-groups/{group_id}/memory/stream": ("memory", {"memory": _NOTE}),
    "/api/v1/boards/{board_id}/approvals/stream": ("approval", {"approval": _APPROVAL, "pending_approvals_count": 0}),
    "/api/v1/boards/{board_id}/group-memory/stream": ("memory", {"memory": _NOTE}),
    "/api/v1/boards/{board_id}/memory/stream": ("memory", {"memory": _NOTE | {"board_id": _BOARD}}),
    "/api/v1/boards/{board_id}/onboarding/stream": ("onboarding", {"onboarding": {"id": _ID, "status": "active"}}),
    "/api/v1/boards/{board_id}/tasks/stream": (
        "task",
        {"type": "task.status_changed", "activity": _MOVED, "task": _SHOWN_TASK},
    ),
    "/api/v1/events": ("task.status_changed", {"type": "task.status_changed", "board_id": _BOARD, "task": _SHOWN_TASK}),
}
"""One event of each stream, with the fields by which it is recognized; others are left out."""


def event_of(path: str) -> str:
    """The event as it comes over the wire."""
    name, data = STREAMS[path]
    return frame(name, data, position=4711).decode()
