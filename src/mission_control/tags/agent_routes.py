"""Tags, for agents."""

from uuid import UUID

from mission_control.kernel.http.access import ANY_AGENT, Access
from mission_control.kernel.http.router import CurrentPrincipal, Read, Router
from mission_control.tags import service
from mission_control.tags.models import Tag
from mission_control.tags.schemas import TagRef

router = Router(prefix="/api/v1/agent/boards/{board_id}/tags")


@router.declare(
    "GET",
    "",
    access=Access(agent=ANY_AGENT, board="read"),
    tags=["agent", "agent-lead", "agent-worker"],
    response_model=list[TagRef],
    openapi_extra={
        "x-llm-intent": "agent_board_tag_discovery",
        "x-required-actor": "any_agent",
        "x-when-to-use": ["Find the ids of tags before putting them on a task"],
    },
)
def list_tags(board_id: UUID, who: CurrentPrincipal, uow: Read) -> list[Tag]:
    """The tags that tasks of a board may carry, by name."""
    return service.of_board(uow, who, board_id)
