"""Changes of boards and of their groups that agents on gateways are told of.

Who plans is told soon, and of several changes at once; who is at work hears of it with whatever comes next, and nobody
else is woken: what is written for an agent is new before its next turn.
"""

import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

from mission_control.agents import api as agents
from mission_control.agents.api import Agent
from mission_control.boards.api import Board, BoardGroup
from mission_control.boards.events import BoardUpdated
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.participants import takes_part_in
from mission_control.provisioning import queries, rules, waking
from mission_control.provisioning.telling import Kind, key_of

GROUP = "board_group_id"
NOT_TOLD = frozenset({GROUP, "gateway_id", "slug"})
CHANGED = "The settings of your board have changed; AGENTS.md says what holds now"
SIBLINGS = "GET /api/v1/boards/{board_id}/group-snapshot says what the boards of your group are at"


@takes_part_in(BoardUpdated)
def of_settings(uow: UnitOfWork, event: BoardUpdated) -> None:
    names = sorted(event.after.keys() - NOT_TOLD)
    crew = _begun(uow, waking.crew_on_gateway(uow, event.board_id)) if names else []
    lines = [f"{name}: {_shown(event.before.get(name))} -> {_shown(event.after[name])}" for name in names]
    text = "The settings of your board have changed:\n" + "\n".join(rules.quoted(line) for line in lines)
    leads = [it.id for it in crew if it.is_board_lead]
    waking.wake(uow, leads, key_of(Kind.BOARD, None, event.id), text)
    waking.mention(uow, _at_work(uow, crew), f"board:{event.board_id}", CHANGED)


@takes_part_in(BoardUpdated)
def of_group(uow: UnitOfWork, event: BoardUpdated) -> None:
    board = uow.db.get(Board, event.board_id) if event.board_id else None
    if board is None or GROUP not in event.after:
        return
    uow.db.flush()
    for kind, group_id, verb in (
        (Kind.LEFT, event.before.get(GROUP), "left"),
        (Kind.JOINED, event.after[GROUP], "joined"),
    ):
        group = uow.db.get(BoardGroup, _id(group_id)) if group_id else None
        if group is None:
            continue
        crew = _begun(uow, [*agents.of_group(uow.db, group.id), *waking.crew_on_gateway(uow, board.id)])
        told = f"The board “{rules.short(board.name)}” has {verb} the board group “{rules.short(group.name)}”"
        for lead in {it.id: it for it in crew if it.is_board_lead}.values():
            text = f"{told}. {SIBLINGS.format(board_id=lead.board_id)}" if verb == "joined" else told
            waking.wake(uow, [lead.id], key_of(kind, None, event.id), text)
        own = [it for it in crew if it.board_id == board.id]
        waking.mention(uow, _at_work(uow, own), f"{kind}:{board.id}", told)


def _begun(uow: UnitOfWork, crew: Collection[Agent]) -> list[Agent]:
    """Who has not begun yet begins with what holds then."""
    sleeping = {it.id: it for it in crew if it.openclaw_session_id}
    called = queries.confirmed(uow.db, sleeping) if sleeping else set()
    return [it for it in sleeping.values() if it.id in called]


def _at_work(uow: UnitOfWork, crew: Collection[Agent]) -> set[UUID]:
    workers = [it.id for it in crew if not it.is_board_lead]
    return queries.with_work(uow.db, workers) if workers else set()


def _id(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _shown(value: Any) -> str:
    return rules.short(json.dumps(value, sort_keys=True, default=str, ensure_ascii=False))
