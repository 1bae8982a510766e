"""The operations of the API document, and a good body for each that takes one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import uuid4

from tests.support.world import Json

CLAIM_NEXT = "POST /api/v1/agent/tasks/claim"
QUERIES = {
    CLAIM_NEXT: "?board_id={board_id}",
    # A word that every place has, beside the ones that tell whose it is.
    "GET /api/v1/search": "?q=note",
    "GET /api/v1/agent/search": "?q=note",
    "POST /api/v1/skills/marketplace/{skill_id}/install": "?gateway_id={gateway_id}",
    "POST /api/v1/skills/marketplace/{skill_id}/uninstall": "?gateway_id={gateway_id}",
    "POST /api/v1/skills/marketplace/{skill_id}/install/approve": "?gateway_id={gateway_id}",
    "POST /api/v1/skills/marketplace/{skill_id}/install/decline": "?gateway_id={gateway_id}",
    "GET /api/v1/gateways/status": "?gateway_id={gateway_id}",
    "GET /api/v1/gateways/sessions": "?gateway_id={gateway_id}",
    "GET /api/v1/gateways/sessions/{session_id}": "?gateway_id={gateway_id}",
    "GET /api/v1/gateways/sessions/{session_id}/history": "?gateway_id={gateway_id}",
    "POST /api/v1/gateways/sessions/{session_id}/message": "?gateway_id={gateway_id}",
    "POST /api/v1/gateways/sessions/{session_id}/abort": "?gateway_id={gateway_id}",
}
NEW_FIELD = "POST /api/v1/organizations/me/custom-fields"
"""Names boards in its body, whether they are shared with the caller or not."""
ENDS = frozenset(
    {"DELETE /api/v1/organizations/me", "DELETE /api/v1/organizations/me/member", "DELETE /api/v1/users/me"}
)
"""Whoever is admitted to these is in the scene no more; `tests/membership` calls them."""
Body = Callable[["Placed"], Json]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, as the document declares it."""

    method: str
    path: str
    declared: dict[str, Any] = field(compare=False)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(self.declared["x-required-role"])

    @property
    def people(self) -> str | None:
        """What a person must be: a role, `user` or `installation`; None where people are not let in."""
        return next((role for role in self.roles if not role.startswith("agent-") and role != "public"), None)

    @property
    def board_right(self) -> str | None:
        right: str | None = self.declared.get("x-required-board-access")
        return right

    @property
    def is_for_keys(self) -> bool:
        """Whether an API key is enough, or only somebody who has signed in."""
        return self.declared.get("x-api-keys", True) is True

    @property
    def takes(self) -> frozenset[str]:
        """The parameters, each with its place before it."""
        return frozenset(f"{it['in']} {it['name']}" for it in self.declared.get("parameters", []))

    @property
    def writes(self) -> bool:
        """What can be repeated under a key of its own takes effect."""
        return "header Idempotency-Key" in self.takes

    @property
    def changes(self) -> bool:
        return self.method != "GET"

    @property
    def is_placed(self) -> bool:
        """Whether the request names a board, or something on one or of an organization."""
        if "/souls-directory/" in self.path or "/system/" in self.path or "/me/sessions" in self.path:
            # The same for everybody; or of no organization: a person is signed in for all of theirs.
            return False
        in_query = "gateway_id" in QUERIES.get(str(self), "")
        return "{" in self.path or in_query or self.board_right is not None or str(self) == NEW_FIELD

    @property
    def is_of_organization(self) -> bool:
        """Whether the request is about something beside all boards, to which rights on boards do not matter."""
        if "{runtime_id}" in self.path:
            # What a gateway has is given to a board.
            return False
        things = ("{tag_id}", "{member_id}", "{invite_id}", "{gateway_id}", "{api_key_id}", "{subscription_id}")
        names = (*things, "/custom-fields", "/skills/", "/gateways/")
        return any(name in self.path for name in names)

    @property
    def takes_body(self) -> bool:
        return "requestBody" in self.declared

    @property
    def streams(self) -> bool:
        return "text/event-stream" in self.declared["responses"].get("200", {}).get("content", {})

    def url(self, ids: Placed) -> str:
        path = self.path.format(**asdict(ids))
        return path + QUERIES.get(str(self), "").format(**asdict(ids))


@dataclass(frozen=True, slots=True)
class Placed:
    """The ids of objects that belong together, for the path and the body of a request."""

    organization_id: str
    board_id: str
    task_id: str
    agent_id: str
    agent_name: str
    tag_id: str
    task_custom_field_definition_id: str
    group_id: str
    approval_id: str
    memory_id: str
    template_id: str
    webhook_id: str
    payload_id: str
    member_id: str
    invite_id: str
    group_memory_id: str
    pack_id: str
    sync_id: str
    skill_id: str
    gateway_id: str
    api_key_id: str
    subscription_id: str
    event_delivery_id: str
    message_id: str
    install_id: str
    browser_session_id: str
    session_id: str = "agent:main:main"
    handle: str = "mission-control"
    slug: str = "writer"
    job_id: str = "1"
    name: str = "SOUL.md"
    runtime_id: str = "research"
    request_id: str = "of-nobody"


def nobodys() -> Placed:
    """Ids of nothing."""
    organization_id, board_id, task_id, agent_id, *more = (str(uuid4()) for _ in range(25))
    return Placed(organization_id, board_id, task_id, agent_id, _unique("Nobody"), *more)


def operations_of(document: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, declared in methods.items():
            yield Operation(method.upper(), path, declared)


def _unique(word: str) -> str:
    return f"{word} {uuid4().hex[:8]}"


def _task(_ids: Placed) -> Json:
    return {"title": "Write it"}


def _comment(_ids: Placed) -> Json:
    return {"message": "Done so far: the outline."}


def _change(_ids: Placed) -> Json:
    return {"status": "review", "comment": "Read and found good."}


def _agent(ids: Placed) -> Json:
    return {"name": _unique("Agent"), "board_id": ids.board_id}


def _memory(_ids: Placed) -> Json:
    return {"content": "Ship on Friday.", "tags": ["decision"]}


def _template(_ids: Placed) -> Json:
    return {"name": _unique("Template"), "title": "Report of {date}", "schedule": {"cron": "0 9 * * 1-5"}}


def _gateway(_ids: Placed) -> Json:
    return {"name": _unique("Gateway"), "url": f"ws://{uuid4().hex}.invalid", "workspace_root": "~/.openclaw"}


def _webhook(_ids: Placed) -> Json:
    return {"description": "File a task.", "secret": "a-secret-of-the-matrix"}


def _empty(_ids: Placed) -> Json:
    return {}


def _board(_ids: Placed) -> Json:
    return {"name": "Launch", "slug": "launch", "description": "The launch", "board_type": "general"}


def _invite(_ids: Placed) -> Json:
    return {"invited_email": f"{uuid4().hex}@example.org"}


def _link(_ids: Placed) -> Json:
    return {"token": "of-nothing"}


def _pack(_ids: Placed) -> Json:
    return {"source_url": f"https://github.com/acme/{uuid4().hex}"}


def _question(_ids: Placed) -> Json:
    return {"question": "What shall be true?", "options": [{"id": "1", "label": "A book"}]}


def _pause(_ids: Placed) -> Json:
    return {"reason": "The budget is spent."}


def _approval(_ids: Placed) -> Json:
    return {"action_type": "deploy", "confidence": 60, "payload": {"reason": "The build is green."}}


BODIES: dict[str, Body] = {
    "POST /api/v1/organizations": lambda _ids: {"name": _unique("Tenant")},
    "PATCH /api/v1/organizations/me/active": lambda ids: {"organization_id": ids.organization_id},
    "PATCH /api/v1/organizations/me": lambda _ids: {"name": _unique("Tenant")},
    "POST /api/v1/organizations/me/pause": _pause,
    "POST /api/v1/gateways/{gateway_id}/pause": _pause,
    "POST /api/v1/boards/{board_id}/pause": _pause,
    "POST /api/v1/agents/{agent_id}/pause": _pause,
    "PATCH /api/v1/organizations/me/members/{member_id}": lambda _ids: {"role": "admin"},
    "PUT /api/v1/organizations/me/members/{member_id}/access": lambda _ids: {"all_boards_read": True},
    "POST /api/v1/organizations/me/invites": _invite,
    "POST /api/v1/organizations/invites/preview": _link,
    "POST /api/v1/organizations/invites/accept": _link,
    "POST /api/v1/users/me/api-keys": lambda _ids: {"name": "Report"},
    "POST /api/v1/organizations/me/api-keys": lambda _ids: {"name": "Report"},
    "POST /api/v1/event-subscriptions": lambda _ids: {"name": "Chat", "url": "https://chat.invalid/hook"},
    "PATCH /api/v1/event-subscriptions/{subscription_id}": lambda _ids: {"name": _unique("Chat")},
    "PATCH /api/v1/users/me": lambda _ids: {"notes": _unique("Reads mornings.")},
    "POST /api/v1/gateways": _gateway,
    "POST /api/v1/gateways/doctor": lambda _ids: {"url": f"ws://{uuid4().hex}.invalid"},
    "POST /api/v1/gateways/sessions/{session_id}/message": lambda _ids: {"content": "Hello."},
    "POST /api/v1/gateways/{gateway_id}/discovered-agents/{runtime_id}/adopt": lambda ids: {"board_id": ids.board_id},
    "PATCH /api/v1/gateways/{gateway_id}": lambda _ids: {"name": _unique("Gateway")},
    "POST /api/v1/boards": _board,
    "PATCH /api/v1/boards/{board_id}": lambda _ids: {"objective": _unique("Ship")},
    "POST /api/v1/tags": lambda _ids: {"name": _unique("Tag")},
    "PATCH /api/v1/tags/{tag_id}": lambda _ids: {"description": _unique("What for")},
    NEW_FIELD: lambda ids: {"field_key": _unique("key"), "board_ids": [ids.board_id]},
    "PATCH /api/v1/organizations/me/custom-fields/{task_custom_field_definition_id}": lambda _ids: {
        "description": _unique("What for")
    },
    "POST /api/v1/boards/{board_id}/tasks/bulk": lambda ids: {"task_ids": [ids.task_id], "priority": "high"},
    "POST /api/v1/board-groups": lambda _ids: {"name": _unique("Group")},
    "PATCH /api/v1/board-groups/{group_id}": lambda _ids: {"description": _unique("Together")},
    "POST /api/v1/board-groups/{group_id}/heartbeat": lambda _ids: {"every": "10m"},
    "POST /api/v1/agents": _agent,
    "POST /api/v1/agents/heartbeat": lambda ids: {"name": ids.agent_name, "board_id": ids.board_id},
    "PATCH /api/v1/agents/{agent_id}": lambda _ids: {"soul_template": _unique("Be kind.")},
    "POST /api/v1/agents/{agent_id}/heartbeat": _empty,
    "POST /api/v1/agents/{agent_id}/setup": _empty,
    "POST /api/v1/agents/{agent_id}/wake": _empty,
    "POST /api/v1/agent/agents": lambda _ids: {"name": _unique("Agent")},
    "POST /api/v1/boards/{board_id}/tasks": _task,
    "PATCH /api/v1/boards/{board_id}/tasks/{task_id}": _change,
    "POST /api/v1/boards/{board_id}/tasks/{task_id}/comments": _comment,
    "POST /api/v1/boards/{board_id}/tasks/{task_id}/release": _empty,
    "POST /api/v1/boards/{board_id}/approvals": _approval,
    "PATCH /api/v1/boards/{board_id}/approvals/{approval_id}": lambda _ids: {"status": "approved"},
    "POST /api/v1/approvals/decisions": lambda ids: {
        "decisions": [{"approval_id": ids.approval_id, "status": "approved"}]
    },
    "POST /api/v1/agent/boards/{board_id}/approvals": _approval,
    "POST /api/v1/boards/{board_id}/memory": _memory,
    "POST /api/v1/boards/{board_id}/onboarding/start": _empty,
    "POST /api/v1/boards/{board_id}/onboarding/answer": lambda _ids: {"answer": "A book"},
    "POST /api/v1/boards/{board_id}/onboarding/agent": _question,
    "POST /api/v1/agent/boards/{board_id}/onboarding": _question,
    "PATCH /api/v1/boards/{board_id}/onboarding": lambda _ids: {"objective": _unique("Ship")},
    "POST /api/v1/boards/{board_id}/onboarding/confirm": lambda _ids: {"board_type": "general"},
    "POST /api/v1/agent/boards/{board_id}/memory": _memory,
    "POST /api/v1/agent/boards/{board_id}/agents/{agent_id}/nudge": lambda _ids: {"message": "Look again."},
    "PUT /api/v1/agent/boards/{board_id}/agents/{agent_id}/soul": lambda _ids: {"content": _unique("Be kind.")},
    "PUT /api/v1/agents/{agent_id}/files/{name}": lambda _ids: {"content": _unique("Be kind.")},
    "PUT /api/v1/agents/{agent_id}/soul": lambda _ids: {"content": _unique("Be kind.")},
    "POST /api/v1/agent/boards/{board_id}/gateway/main/ask-user": lambda _ids: {"content": "Which one?"},
    "POST /api/v1/agent/gateway/boards/{board_id}/lead/message": lambda _ids: {"content": "How far is it?"},
    "POST /api/v1/agent/gateway/leads/broadcast": lambda _ids: {"content": "How far is it?"},
    "POST /api/v1/agent-messages/{message_id}/answer": lambda _ids: {"answer": "The first."},
    "POST /api/v1/agent-messages/{message_id}/dismiss": _empty,
    "POST /api/v1/agent/gateway/skills/{install_id}/result": lambda _ids: {"attempt": 1, "status": "installed"},
    "POST /api/v1/board-groups/{group_id}/memory": _memory,
    "POST /api/v1/boards/{board_id}/group-memory": _memory,
    "POST /api/v1/boards/{board_id}/templates": _template,
    "POST /api/v1/boards/{board_id}/templates/preview": lambda _ids: {"cron": "0 9 * * 1-5"},
    "PATCH /api/v1/boards/{board_id}/templates/{template_id}": lambda _ids: {"name": _unique("Template")},
    "POST /api/v1/boards/{board_id}/webhooks": _webhook,
    "PATCH /api/v1/boards/{board_id}/webhooks/{webhook_id}": lambda _ids: {"description": _unique("File it.")},
    "POST /api/v1/skills/marketplace": lambda _ids: {"source_url": f"https://example.org/{uuid4().hex}"},
    "POST /api/v1/skills/marketplace/{skill_id}/install/decline": _empty,
    "POST /api/v1/skills/packs": _pack,
    "PATCH /api/v1/skills/packs/{pack_id}": _pack,
    "POST /api/v1/skills/packs/{pack_id}/syncs": _empty,
    "POST /api/v1/agent/boards/{board_id}/tasks": _task,
    "PATCH /api/v1/agent/boards/{board_id}/tasks/{task_id}": _change,
    "POST /api/v1/agent/boards/{board_id}/tasks/{task_id}/comments": _comment,
    "POST /api/v1/agent/boards/{board_id}/tasks/{task_id}/release": _empty,
    "POST /api/v1/agent/boards/{board_id}/tasks/{task_id}/renew": _empty,
}
"""A body with which an admitted caller succeeds, by operation."""


def body_of(operation: Operation, ids: Placed) -> Json | None:
    """Raises LookupError, which says what to add, for an operation that is not known here yet."""
    if not operation.takes_body:
        return None
    if str(operation) not in BODIES:
        raise LookupError(f"{operation} takes a body: say in BODIES of {__name__} what a good one is")
    return BODIES[str(operation)](ids)
