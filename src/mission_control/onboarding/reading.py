"""Interviews as the API shows them, with what each waits for in words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.agents.api import Phase, Setup, by_ids, pauses_of
from mission_control.boards.api import Board
from mission_control.kernel import pausing
from mission_control.onboarding import queries, rules
from mission_control.onboarding.models import BoardOnboarding
from mission_control.onboarding.schemas import BoardOnboardingRead
from mission_control.provisioning import api as provisioning
from mission_control.provisioning.api import Wakes

NO_GATEWAY = "The board is on no gateway any more: put it on one, or write the draft yourself"
NO_AGENT = "The agent of the gateway is not there: put the board on another gateway, or write the draft yourself"
TOLD_NEXT = "The agent of the gateway is told in a moment"


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of those that interviews wait for."""

    boards: dict[UUID, Board]
    agents: dict[UUID, UUID]
    setups: dict[UUID, Setup]
    wakes: Wakes
    paused: dict[UUID, str]


def read_model(db: Session, onboarding: BoardOnboarding, now: datetime) -> BoardOnboardingRead:
    return read_models(db, [onboarding], now)[0]


def read_models(db: Session, onboardings: Collection[BoardOnboarding], now: datetime) -> list[BoardOnboardingRead]:
    asked = [it for it in onboardings if rules.turn(it.status, it.messages) == "agent"]
    known = _known(db, asked, now) if asked else _Known({}, {}, {}, {}, {})
    return [_read_model(it, known) for it in onboardings]


def _known(db: Session, asked: Collection[BoardOnboarding], now: datetime) -> _Known:
    boards = queries.boards_of(db, asked)
    agents = queries.main_agents(db, {board.gateway_id for board in boards.values() if board.gateway_id})
    setups = provisioning.setups_of(db, agents.values(), now)
    pauses = pauses_of(db, by_ids(db, set(agents.values())).values())
    paused = {agent_id: words for agent_id, found in pauses.items() if (words := pausing.in_words(found))}
    return _Known(boards, agents, setups, provisioning.wakes_of(db, [it.wake_key for it in asked]), paused)


def _read_model(onboarding: BoardOnboarding, known: _Known) -> BoardOnboardingRead:
    shown = BoardOnboardingRead.model_validate(onboarding)
    waits_for = rules.turn(onboarding.status, onboarding.messages)
    if waits_for is None:
        return shown
    waiting: dict[str, Any] = {"waits_for": waits_for, "waiting_since": onboarding.messages[-1]["timestamp"]}
    if waits_for == "person":
        why = "The draft waits to be confirmed" if onboarding.draft_goal else "A question waits for an answer"
        waiting["waiting_reason"] = why
    else:
        waiting["told_at"] = known.wakes.get(onboarding.wake_key)
        waiting["waiting_reason"] = _why_agent_waits(onboarding, known)
    return BoardOnboardingRead.model_validate(shown.model_dump() | waiting)


def _why_agent_waits(onboarding: BoardOnboarding, known: _Known) -> str:
    gateway_id = known.boards[onboarding.board_id].gateway_id
    if gateway_id is None:
        return NO_GATEWAY
    agent_id = known.agents.get(gateway_id)
    setup = known.setups.get(agent_id) if agent_id else None
    if setup is None or agent_id is None:
        return NO_AGENT
    if agent_id in known.paused:
        return known.paused[agent_id]
    told_at = known.wakes.get(onboarding.wake_key)
    is_told = told_at is not None or onboarding.wake_key not in known.wakes
    if is_told and setup.gateway_connected:
        when = f" on {provisioning.since(told_at)}" if told_at else ""
        return f"The agent of gateway {setup.gateway_name} was told{when} and has not answered yet"
    if not setup.gateway_connected:
        return f"Waits for gateway {setup.gateway_name} since {provisioning.since(setup.gateway_since)}: " + (
            setup.gateway_reason
        )
    if setup.phase is not Phase.READY:
        return f"Waits until the agent of gateway {setup.gateway_name} is set up: {setup.reason}"
    return TOLD_NEXT
