"""Setups as people are told of them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.agents import api as agents
from mission_control.agents.api import Agent, Phase, Setup, tells_setups
from mission_control.gateways import api as gateways
from mission_control.gateways.api import State
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.provisioning import queries, rules
from mission_control.provisioning.models import AgentSetup
from mission_control.provisioning.queries import Linked
from mission_control.provisioning.schemas import GatewayAgent

NOT_KEPT = "no process of Mission Control keeps its connection at the moment"


def standing_of(setup: AgentSetup, *, has_wakes: bool = False, is_paused: bool = False) -> rules.Standing:
    return rules.Standing(
        is_wanted=setup.agent_id is not None,
        generation=setup.generation,
        applied=setup.applied,
        is_woken=setup.woken_at is not None,
        is_confirmed=setup.confirmed_at is not None,
        has_wakes=has_wakes,
        is_paused=is_paused,
    )


@tells_setups
def setups_of(db: Session, agent_ids: Collection[UUID], now: datetime) -> dict[UUID, Setup]:
    rows = queries.with_gateways(db, agent_ids)
    return {row[0].agent_id: told(row, now) for row in rows if row[0].agent_id}


def told(row: Linked, now: datetime) -> Setup:
    """While the gateway cannot be used, that is the reason, whatever was to be done next.

    In short: whoever reads of an agent need not be one who may know where its gateway is.
    """
    setup, name, state, since, lease_until = row
    connected = state == State.CONNECTED and lease_until is not None and lease_until >= now
    why = gateways.IN_SHORT[State(state)] if state != State.CONNECTED else NOT_KEPT
    phase = rules.phase_of(standing_of(setup))
    waits = not connected and (phase is not Phase.READY or setup.agent_id is None)
    return Setup(
        phase=phase,
        reason=f"Waits for gateway {name} since {rules.since(since)}: {why}" if waits else setup.reason,
        attempts=setup.attempts,
        # It goes on when the connection is there, whenever that is; tries are made at most 30 seconds apart.
        next_attempt_at=None if waits else setup.next_attempt_at,
        conflicts=tuple(setup.conflicts),
        runtime_id=setup.runtime_id,
        gateway_name=name,
        gateway_connected=connected,
        gateway_reason=why if not connected else "",
        gateway_since=since,
        generation=setup.generation,
        applied_generation=setup.applied,
        gateway_is_back_soon=not connected and gateways.is_back_soon(state, since, lease_until, now),
        turn_since=setup.turn_since if connected else None,
        turn_about=setup.turn_about,
        unanswered=setup.wakes if setup.confirmed_at is None else 0,
        turn_trouble=setup.turn_trouble,
        has_given_up=setup.has_given_up,
    )


def on_gateway(uow: UnitOfWork, who: UserPrincipal, gateway_id: UUID) -> list[GatewayAgent]:
    """Raises NotFound. The names of agents on boards that are not shared with an administrator are not told."""
    gateways.get(uow.db, who, gateway_id)
    rows = queries.listed(uow.db, gateway_id)
    known = agents.by_ids(uow.db, {row[0].agent_id for row in rows if row[0].agent_id})
    found = [(row, known.get(row[0].agent_id) if row[0].agent_id else None) for row in rows]
    return [_on_gateway(row, agent, uow.now) for row, agent in found if _may_see(who, agent)]


def _may_see(who: UserPrincipal, agent: Agent | None) -> bool:
    return agent is None or agent.board_id is None or who.can_read(agent.board_id)


def _on_gateway(row: Linked, agent: Agent | None, now: datetime) -> GatewayAgent:
    setup, seen = row[0], told(row, now)
    return GatewayAgent(
        agent_id=setup.agent_id,
        board_id=agent.board_id if agent else None,
        runtime_id=setup.runtime_id,
        name=setup.name,
        is_adopted=setup.section is not None,
        is_gateway_main=setup.runtime_id.startswith("mc-gateway-"),
        phase=seen.phase.value if agent else "removing",
        reason=seen.reason,
        attempts=seen.attempts,
        next_attempt_at=seen.next_attempt_at,
        conflicts=list(seen.conflicts),
        is_current=agent is not None and setup.applied >= setup.generation,
        is_paused=agent.is_paused if agent else False,
        updated_at=setup.updated_at,
    )
