"""What an agent is to be like."""

from mission_control.agents.events import AgentSoulUpdated
from mission_control.agents.models import Agent
from mission_control.agents.on_gateways import place
from mission_control.agents.service import AgentIsAdopted
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.versions import require_version


def write_soul(uow: UnitOfWork, agent: Agent, text: str, *, source_url: str | None, reason: str | None) -> None:
    """Keep a soul for an agent, which is locked; on its gateway it replaces whatever is there. Raises StaleVersion."""
    require_version(uow, agent)
    if agent.adopted_as:
        raise AgentIsAdopted("this agent was adopted, and its soul is its own; edit the file on its gateway instead")
    before, agent.soul_template = {"soul_template": agent.soul_template}, text
    agent.version += 1
    agent.updated_at = uow.now
    told = f"Agent {agent.name} was given another soul" + (f": {reason}" if reason else "")
    uow.emit(
        AgentSoulUpdated(
            **place(agent),
            message=told + (f" (from {source_url})" if source_url else ""),
            before=before,
            after={"soul_template": text},
        )
    )
