"""The files of agents on gateways, for the people who keep them. Each request asks the gateway."""

from typing import cast
from uuid import UUID

from mission_control.agent_files import remote, service
from mission_control.agent_files.errors import BadFileContent, FileChanged
from mission_control.agent_files.schemas import AgentFileRead, AgentFilesRead, AgentFileUpdate, FileName
from mission_control.gateways.api import GatewayFailed, GatewayTimedOut
from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.router import CurrentPrincipal, Edge, Router
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.provisioning.api import NotOnGateway

router = Router(prefix="/api/v1/agents/{agent_id}/files", tags=["agents"])
FAILS = (NotOnGateway, GatewayFailed, GatewayTimedOut)


@router.declare("GET", "", access=Access(user=UserLevel.ADMIN), errors=FAILS)
async def list_agent_files(agent_id: UUID, who: CurrentPrincipal, backend: Edge) -> AgentFilesRead:
    """An agent's files as they are on its gateway now, beside what Mission Control wants there."""
    person = cast(UserPrincipal, who)
    workspace = await backend.read(lambda uow: service.workspace(uow, person, agent_id))
    return AgentFilesRead(files=await remote.read_all(workspace))


@router.declare(
    "PUT",
    "/{name}",
    access=Access(user=UserLevel.ADMIN, board="write"),
    errors=(*FAILS, FileChanged, BadFileContent),
)
async def write_agent_file(
    agent_id: UUID, name: FileName, body: AgentFileUpdate, who: CurrentPrincipal, backend: Edge
) -> AgentFileRead:
    """Write a file on an agent's gateway, unless it has changed there; Mission Control leaves it as you write it."""
    person = cast(UserPrincipal, who)
    workspace = await backend.read(lambda uow: service.workspace_for_change(uow, person, agent_id))
    written = await remote.write(workspace, name, body)
    await backend.write(person, lambda uow: service.note_written(uow, person, agent_id, name))
    return written
