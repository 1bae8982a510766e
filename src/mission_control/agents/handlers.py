"""What is done about agents without being asked."""

from datetime import timedelta

from sqlalchemy import delete, or_, select

from mission_control.agents import former_tokens, presence
from mission_control.agents.models import Agent, AgentToken
from mission_control.agents.rules import OFFLINE, PROVISIONING
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.jobs.registry import periodic


@periodic("agents.watch_silence", every=timedelta(seconds=30))
def watch_silence(uow: UnitOfWork) -> None:
    """Tell of agents that have fallen silent; nothing else would, as silence makes no call."""
    allowed = timedelta(seconds=environment_of(uow.db).settings.agent_offline_seconds)
    silent = select(Agent).where(
        Agent.announced_status.not_in([OFFLINE, PROVISIONING]),
        or_(Agent.last_seen_at.is_(None), Agent.last_seen_at < uow.now - allowed),
    )
    locking = silent.order_by(Agent.id).with_for_update(of=Agent, skip_locked=True, key_share=True)
    presence.note_states(uow, list(uow.db.scalars(locking)))


@periodic("agents.end_old_tokens", every=timedelta(hours=1))
def end_old_tokens(uow: UnitOfWork) -> None:
    uow.db.execute(delete(AgentToken).where(AgentToken.expires_at < uow.now))
    former_tokens.drop_unused(uow.db, uow.now)
