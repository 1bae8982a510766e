"""What is to be done on a gateway now, read at once, so that nothing of the database is held while it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from mission_control.agents.api import Agent
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.security.secrets import SecretUnreadable
from mission_control.provisioning import queries, rules, service
from mission_control.provisioning.models import AgentSetup
from mission_control.provisioning.reading import standing_of
from mission_control.provisioning.rules import Step


@dataclass(frozen=True, slots=True)
class Work:
    """A setup, and the next step of it."""

    setup_id: UUID
    step: Step
    runtime_id: str
    generation: int
    name: str
    session_key: str = ""
    entry: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, Sequence[str]] = field(default_factory=dict)
    overwrites: bool = False
    resets_session: bool = False
    token: str | None = field(default=None, repr=False)
    """The one to be delivered; without it the one that is there stays."""
    token_id: str | None = None
    beat: str | None = None
    """What it is to do at each beat of its pace."""
    wake_key: str | None = None
    is_overdue: bool = False
    """Its first call should have come by now."""
    is_paused: bool = False
    section: str | None = None
    """Of an adopted agent: what our section in its files is called. The rest there is its own."""
    found: Mapping[str, Any] = field(default_factory=dict)
    """What stood in its configuration before."""

    @property
    def program(self) -> str:
        return rules.PROGRAM_SECTION if self.section else rules.PROGRAM


@dataclass(frozen=True, slots=True)
class Look:
    """What a round begins with."""

    due: list[Work]
    paused: Mapping[str, UUID]
    """Setups of agents that are to do nothing, by what they are called on the gateway."""


def look(uow: UnitOfWork, gateway_id: UUID) -> Look:
    return Look(due_work(uow, gateway_id), queries.paused_on(uow.db, gateway_id))


def due_work(uow: UnitOfWork, gateway_id: UUID) -> list[Work]:
    setups = queries.due(uow.db, gateway_id, uow.now)
    with_wakes = queries.with_unsent_wakes(uow.db, [setup.id for setup in setups])
    return [_work(uow, setup, has_wakes=setup.id in with_wakes) for setup in setups]


def _work(uow: UnitOfWork, setup: AgentSetup, *, has_wakes: bool) -> Work:
    agent = uow.db.get(Agent, setup.agent_id) if setup.agent_id else None
    is_paused = agent is not None and agent.is_paused
    step = rules.next_step(standing_of(setup, has_wakes=has_wakes, is_paused=is_paused))
    if agent is None or agent.openclaw_session_id is None:
        return Work(
            setup.id,
            Step.REMOVE,
            setup.runtime_id,
            setup.generation,
            setup.name,
            section=setup.section,
            found=setup.found or {},
        )
    applies = step is Step.APPLY
    return Work(
        setup.id,
        step,
        setup.runtime_id,
        setup.generation,
        agent.name,
        session_key=agent.openclaw_session_id,
        entry=service.entry_of(uow, setup, agent) if applies else {},
        files=service.render_of(uow, setup, agent) if applies else {},
        written=dict(setup.written),
        overwrites=setup.overwrites,
        resets_session=setup.resets_session,
        token=_opened(uow, setup) if applies else None,
        token_id=setup.token_id,
        beat=service.beat_text(setup, agent) if applies else None,
        wake_key=setup.wake_key,
        is_overdue=setup.woken_at is not None and uow.now >= setup.woken_at + rules.wait_for_call(setup.wakes),
        is_paused=is_paused,
        section=setup.section,
        found=setup.found or {},
    )


def _opened(uow: UnitOfWork, setup: AgentSetup) -> str | None:
    """None also when SECRET_KEY is another now: the agent is given a new token then."""
    try:
        return environment_of(uow.db).secrets.decrypt(setup.sealed_token) if setup.sealed_token else None
    except SecretUnreadable:
        return None
