"""What agents are told of themselves and of the API, in one call each."""

from typing import Any, cast

from fastapi import Request

from mission_control.kernel.http.access import ANY_AGENT, Access
from mission_control.kernel.http.router import CurrentPrincipal, Read, Router
from mission_control.kernel.security.principals import AgentPrincipal
from mission_control.overview import briefing, operations
from mission_control.overview.brief_schemas import AgentBrief, AgentOperations

router = Router(prefix="/api/v1/agent")
AGENT = Access(agent=ANY_AGENT)
ALL_ROLES = ["agent", "agent-lead", "agent-worker", "agent-main"]


def _hints(intent: str, when: str) -> dict[str, Any]:
    return {"x-llm-intent": intent, "x-required-actor": "any_agent", "x-when-to-use": [when]}


@router.declare(
    "GET",
    "/brief",
    access=AGENT,
    tags=ALL_ROLES,
    openapi_extra=_hints("agent_brief", "Begin: who you are, what your board is for, and all that waits for you"),
)
def get_agent_brief(who: CurrentPrincipal, uow: Read) -> AgentBrief:
    """Who the caller is, its board with goal and rules, its work, and what waits for it."""
    return briefing.brief(uow, cast(AgentPrincipal, who))


@router.declare(
    "GET",
    "/operations",
    access=AGENT,
    tags=ALL_ROLES,
    openapi_extra=_hints("agent_operations", "Find the call for something, without reading the whole API document"),
)
async def list_agent_operations(request: Request, who: CurrentPrincipal) -> AgentOperations:
    """What the caller may call: method, path, when to use it, and the fields of the body."""
    kind = cast(AgentPrincipal, who).kind.value
    return AgentOperations(role=kind, operations=operations.permitted(request.app.openapi(), f"agent-{kind}"))
