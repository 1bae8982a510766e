"""Agents as the API shows them, with their computed state."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from mission_control.agents import rules
from mission_control.agents.models import Agent
from mission_control.agents.rules import State
from mission_control.agents.schemas import AgentRead
from mission_control.kernel.environment import environment_of


def state_of(db: Session, agent: Agent, now: datetime) -> State:
    return rules.state_of(
        last_seen_at=agent.last_seen_at,
        reported=agent.reported_status,
        silence_allowed=silence_allowed(db, agent),
        now=now,
    )


def silence_allowed(db: Session, agent: Agent) -> timedelta:
    return rules.silence_allowed(agent.heartbeat_config, environment_of(db).settings.agent_offline_seconds)


def read_model(db: Session, agent: Agent, now: datetime) -> AgentRead:
    state = state_of(db, agent, now)
    return AgentRead(
        id=agent.id,
        board_id=agent.board_id,
        gateway_id=agent.gateway_id,
        name=agent.name,
        status=state.status,
        status_reason=state.reason,
        is_board_lead=agent.is_board_lead,
        is_gateway_main=agent.board_id is None,
        connection="direct",
        openclaw_session_id=agent.openclaw_session_id,
        heartbeat_config=agent.heartbeat_config,
        identity_profile=agent.identity_profile,
        identity_template=agent.identity_template,
        soul_template=agent.soul_template,
        has_token=agent.token_count > 0,
        token_rotation_pending=agent.old_token_until is not None and agent.old_token_until > now,
        last_seen_at=agent.last_seen_at,
        version=agent.version,
        created_at=agent.created_at,
        updated_at=agent.updated_at,
    )


def read_models(db: Session, agents: Iterable[Agent], now: datetime) -> list[AgentRead]:
    return [read_model(db, agent, now) for agent in agents]
