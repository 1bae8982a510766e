"""Skills on a gateway, for its main agent, which installs and removes them."""

from typing import Any, cast
from uuid import UUID

from mission_control.kernel.http.access import MAIN, Access
from mission_control.kernel.http.router import CurrentPrincipal, OkResponse, Read, Router, Write
from mission_control.kernel.security.principals import AgentPrincipal
from mission_control.skill_installs import service
from mission_control.skill_installs.errors import NotAsked
from mission_control.skill_installs.schemas import SkillInstallResult, SkillToInstall

router = Router(prefix="/api/v1/agent/gateway/skills/{install_id}")
MAINS = ["agent", "agent-main"]


def _hints(intent: str, when: str) -> dict[str, Any]:
    return {"x-llm-intent": intent, "x-required-actor": "agent_main", "x-when-to-use": [when]}


@router.declare(
    "GET",
    "",
    access=Access(agent=MAIN),
    tags=MAINS,
    errors=(NotAsked,),
    openapi_extra=_hints("skill_install_lookup", "You were told to install or remove a skill"),
)
def get_skill_install(install_id: UUID, who: CurrentPrincipal, uow: Read) -> SkillToInstall:
    """What is to be done about a skill on this gateway, and its text."""
    return service.to_do(uow, cast(AgentPrincipal, who), install_id)


@router.declare(
    "POST",
    "/result",
    access=Access(agent=MAIN),
    tags=MAINS,
    errors=(NotAsked,),
    openapi_extra=_hints("skill_install_report", "You have installed or removed a skill, or could not"),
)
def report_skill_install(install_id: UUID, body: SkillInstallResult, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """Report what came of it."""
    service.report(uow, cast(AgentPrincipal, who), install_id, body)
    return OkResponse()
