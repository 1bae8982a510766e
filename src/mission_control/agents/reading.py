"""Agents as the API shows them, with their computed state."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mission_control.agents import queries, rules
from mission_control.agents.models import Agent
from mission_control.agents.rules import State
from mission_control.agents.schemas import AgentRead, AgentSetupRead, AgentWorkRead
from mission_control.agents.setups import Phase, Setup, setups_of
from mission_control.agents.waits import waits_of
from mission_control.agents.works import Holding, works_of
from mission_control.boards.api import Board
from mission_control.gateways.api import Gateway
from mission_control.kernel import pausing
from mission_control.kernel.environment import environment_of
from mission_control.kernel.pausing import Pause, PauseRead, Scope
from mission_control.organizations.api import Organization


def state_of(db: Session, agent: Agent, now: datetime) -> State:
    return states_of(db, [agent], now)[agent.id]


def states_of(db: Session, agents: Collection[Agent], now: datetime) -> dict[UUID, State]:
    setups, pauses = _setups(db, agents, now), pauses_of(db, agents)
    return {agent.id: _state(db, agent, setups.get(agent.id), pauses.get(agent.id, []), now) for agent in agents}


def pauses_of(db: Session, agents: Collection[Agent]) -> dict[UUID, list[Pause]]:
    """Why agents are paused, the widest reason first; where none is, nothing is asked."""
    paused = [agent.id for agent in agents if agent.is_paused]
    if not paused:
        return {}
    found = (
        select(Agent, Board, Gateway, Organization)
        .join(Organization, Organization.id == Agent.organization_id)
        .join(Gateway, Gateway.id == Agent.gateway_id)
        .outerjoin(Board, Board.id == Agent.board_id)
        .where(Agent.id.in_(paused))
    )
    return {
        agent.id: [
            *Pause.of(Scope.ORGANIZATION, organization),
            *Pause.of(Scope.GATEWAY, gateway),
            *Pause.of(Scope.BOARD, board),
            *Pause.of(Scope.AGENT, agent),
        ]
        for agent, board, gateway, organization in db.execute(found)
    }


def why_paused(db: Session, agent: Agent) -> str | None:
    """In words, or None."""
    return pausing.in_words(pauses_of(db, [agent]).get(agent.id, []))


def why_not_told(db: Session, agent_ids: Collection[UUID], now: datetime) -> dict[UUID, str]:
    """What agents on gateways wait for that are to be told something, and have not been."""
    setups = setups_of(db, agent_ids, now)
    pauses = pauses_of(db, queries.by_ids(db, set(setups)).values())
    return {
        agent_id: pausing.in_words(pauses.get(agent_id, [])) or _why_not_told(setup)
        for agent_id, setup in setups.items()
    }


def _why_not_told(setup: Setup) -> str:
    if not setup.gateway_connected:
        return f"Waits for gateway {setup.gateway_name}: {setup.gateway_reason}"
    if setup.phase is Phase.READY and not setup.attempts:
        return setup.turn_trouble or "It is told next"
    return setup.reason


def is_on_gateway(db: Session, agent: Agent, now: datetime) -> bool:
    """Whether it sleeps there, and is woken for what it is to hear."""
    return bool(agent.openclaw_session_id and setups_of(db, [agent.id], now))


def _setups(db: Session, agents: Collection[Agent], now: datetime) -> dict[UUID, Setup]:
    return setups_of(db, [agent.id for agent in agents if agent.openclaw_session_id], now)


def _state(db: Session, agent: Agent, setup: Setup | None, pauses: Sequence[Pause], now: datetime) -> State:
    known = rules.Evidence(
        last_seen_at=agent.last_seen_at,
        reported=agent.reported_status,
        silence_allowed=silence_allowed(db, agent),
        has_pace=rules.has_pace(agent.heartbeat_config),
        setup=setup,
        paused=pausing.in_words(pauses),
    )
    return rules.state_of(known, now)


def silence_allowed(db: Session, agent: Agent) -> timedelta:
    return rules.silence_allowed(agent.heartbeat_config, environment_of(db).settings.agent_offline_seconds)


def read_model(db: Session, agent: Agent, now: datetime, *, with_waits: bool = True) -> AgentRead:
    return read_models(db, [agent], now, with_waits=with_waits)[0]


def read_models(db: Session, agents: Collection[Agent], now: datetime, *, with_waits: bool = True) -> list[AgentRead]:
    setups, pauses = _setups(db, agents, now), pauses_of(db, agents)
    ids = [agent.id for agent in agents] if with_waits else []
    waits, works = waits_of(db, ids), works_of(db, ids)
    return [
        _read_model(
            db,
            agent,
            setups.get(agent.id),
            pauses.get(agent.id, []),
            waits.get(agent.id),
            works.get(agent.id),
            now,
        )
        for agent in agents
    ]


def _read_model(
    db: Session,
    agent: Agent,
    setup: Setup | None,
    pauses: Sequence[Pause],
    waits: str | None,
    holding: Holding | None,
    now: datetime,
) -> AgentRead:
    state, work = _state(db, agent, setup, pauses, now), rules.work_of(setup, holding)
    if not pauses:
        state = rules.working(state, work, setup)
    state = rules.waiting(state, waits, is_paused=bool(pauses))
    return AgentRead(
        id=agent.id,
        board_id=agent.board_id,
        gateway_id=agent.gateway_id,
        name=agent.name,
        status=state.status,
        status_reason=state.reason,
        trouble=state.trouble,
        working_on=AgentWorkRead.model_validate(work) if work else None,
        is_board_lead=agent.is_board_lead,
        is_gateway_main=agent.board_id is None,
        connection="gateway" if agent.openclaw_session_id else "direct",
        setup=AgentSetupRead.model_validate(setup) if setup else None,
        openclaw_session_id=agent.openclaw_session_id,
        adopted_as=agent.adopted_as,
        heartbeat_config=agent.heartbeat_config,
        identity_profile=agent.identity_profile,
        identity_template=agent.identity_template,
        soul_template=agent.soul_template,
        model=agent.model,
        has_token=agent.token_count > 0,
        token_rotation_pending=agent.old_token_until is not None and agent.old_token_until > now,
        last_seen_at=agent.last_seen_at,
        **pausing.own(agent),
        pauses=[PauseRead.model_validate(pause) for pause in pauses],
        version=agent.version,
        created_at=agent.created_at,
        updated_at=agent.updated_at,
    )
