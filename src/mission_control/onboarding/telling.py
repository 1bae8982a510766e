"""Having a gateway's main agent told: once for each thing that was said, kept until the gateway has taken it."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from mission_control.agents.api import Agent
from mission_control.boards.api import Board
from mission_control.kernel.db.session import UnitOfWork
from mission_control.onboarding import prompts
from mission_control.onboarding.errors import NobodyAsks
from mission_control.onboarding.models import BoardOnboarding
from mission_control.provisioning import api as provisioning

PATIENCE = timedelta(minutes=1)
"""How long a told agent has at least before it is told again."""


def agent_of(uow: UnitOfWork, board: Board) -> Agent | None:
    """Who leads the interviews of a board; nobody on a board that is on no gateway."""
    return provisioning.main_agent(uow, board.gateway_id) if board.gateway_id else None


def tell_request(uow: UnitOfWork, board: Board, onboarding: BoardOnboarding) -> str:
    return _tell(uow, board, onboarding, prompts.request(_place(board, onboarding)))


def tell_answer(uow: UnitOfWork, board: Board, onboarding: BoardOnboarding, text: str) -> None:
    agent = agent_of(uow, board)
    if agent and agent.openclaw_session_id != onboarding.session_key:
        # The board has come to another gateway, whose agent knows nothing yet of what was asked.
        _tell(uow, board, onboarding, _again(board, onboarding))
    else:
        _tell(uow, board, onboarding, prompts.answer(_place(board, onboarding), text, onboarding.draft_goal))


def tell_again(uow: UnitOfWork, board: Board, onboarding: BoardOnboarding) -> bool:
    """Whether it is told again: not while it is still to be told, nor soon after, as each time costs a turn."""
    wakes = provisioning.wakes_of(uow.db, [onboarding.wake_key])
    told_at = wakes.get(onboarding.wake_key, onboarding.updated_at)
    if told_at is None or uow.now - told_at < PATIENCE:
        return False
    _tell(uow, board, onboarding, _again(board, onboarding))
    return True


def tell_another(uow: UnitOfWork, board: Board, onboarding: BoardOnboarding) -> None:
    """The board is on another gateway now: its agent takes the interview over."""
    take_back(uow, onboarding)
    if agent_of(uow, board):
        _tell(uow, board, onboarding, _again(board, onboarding))


def take_back(uow: UnitOfWork, onboarding: BoardOnboarding) -> None:
    """What the agent was not told yet it needs to be told no more."""
    provisioning.take_back(uow, _prefix(onboarding))


def as_text(said: Mapping[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _tell(uow: UnitOfWork, board: Board, onboarding: BoardOnboarding, text: str) -> str:
    agent = agent_of(uow, board)
    if agent is None:
        raise NobodyAsks
    onboarding.session_key = agent.openclaw_session_id or ""
    onboarding.wake_key = f"{_prefix(onboarding)}{len(onboarding.messages)}:{uow.now:%Y%m%d%H%M%S%f}"
    provisioning.wake(uow, [agent.id], onboarding.wake_key, text)
    return text


def _again(board: Board, onboarding: BoardOnboarding) -> str:
    return prompts.again(_place(board, onboarding), onboarding.messages, onboarding.draft_goal)


def _prefix(onboarding: BoardOnboarding) -> str:
    return f"onboarding:{onboarding.id}:"


def _place(board: Board, onboarding: BoardOnboarding) -> prompts.Place:
    return prompts.Place(board.id, onboarding.id, board.name, board.description)
