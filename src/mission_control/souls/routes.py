"""Souls, for people; and the directory of souls, for agents as well."""

from typing import Annotated, cast
from uuid import UUID

from fastapi import Query

from mission_control.agents.api import AgentRead, read_model
from mission_control.gateways.api import GatewayFailed, GatewayTimedOut
from mission_control.kernel.http.access import ANY_AGENT, Access, UserLevel
from mission_control.kernel.http.errors import StaleVersion
from mission_control.kernel.http.router import CurrentPrincipal, Edge, Read, Router, Write
from mission_control.kernel.http.text import Storable
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.souls import reading, service
from mission_control.souls.errors import BadName, BlankSoul, DirectoryFailed
from mission_control.souls.schemas import (
    AgentSoulRead,
    SoulsDirectoryMarkdownResponse,
    SoulsDirectorySearchResponse,
    SoulUpdateRequest,
)

router = Router(prefix="/api/v1")
ANYBODY = Access(user=UserLevel.USER, agent=ANY_AGENT)
DIRECTORY = ["souls-directory"]
Segment = Annotated[str, Storable]


@router.declare("GET", "/souls-directory/search", access=ANYBODY, tags=DIRECTORY)
def search_souls(
    who: CurrentPrincipal,  # noqa: ARG001
    uow: Read,
    q: Annotated[str, Query(max_length=200), Storable] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> SoulsDirectorySearchResponse:
    """Souls whose name has this in it: those that come with the product, then those of the configured directory."""
    return service.search(uow, q, limit)


@router.declare(
    "GET",
    "/souls-directory/{handle}/{slug}.md",
    access=ANYBODY,
    tags=DIRECTORY,
    name="get_soul_by_file",
    errors=(BadName, DirectoryFailed),
)
@router.declare(
    "GET",
    "/souls-directory/{handle}/{slug}",
    access=ANYBODY,
    tags=DIRECTORY,
    name="get_soul",
    errors=(BadName, DirectoryFailed),
)
def get_soul(
    handle: Segment,
    slug: Segment,
    who: CurrentPrincipal,  # noqa: ARG001
    uow: Read,
) -> SoulsDirectoryMarkdownResponse:
    """The text of a soul."""
    return service.read(uow, handle, slug)


@router.declare(
    "GET",
    "/agents/{agent_id}/soul",
    access=Access(user=UserLevel.ADMIN),
    tags=["agents"],
    errors=(GatewayFailed, GatewayTimedOut),
)
async def get_agent_soul(agent_id: UUID, who: CurrentPrincipal, backend: Edge) -> AgentSoulRead:
    """What an agent reads about itself now; of one on a gateway as it is there, edits included."""
    place = await backend.read(lambda uow: service.whereabouts(uow, cast(UserPrincipal, who), agent_id))
    content = await reading.soul_at(place)
    return AgentSoulRead(content=content, on_gateway=place.target is not None, kept=place.kept)


@router.declare(
    "PUT",
    "/agents/{agent_id}/soul",
    access=Access(user=UserLevel.ADMIN, board="write"),
    tags=["agents"],
    errors=(BlankSoul, StaleVersion),
)
def update_agent_soul(agent_id: UUID, body: SoulUpdateRequest, who: CurrentPrincipal, uow: Write) -> AgentRead:
    """Write an agent's soul; it replaces what is on its gateway, edits included, as soon as that can be reached."""
    agent = service.write(uow, cast(UserPrincipal, who), agent_id, body)
    uow.db.flush()
    return read_model(uow.db, agent, uow.now)
