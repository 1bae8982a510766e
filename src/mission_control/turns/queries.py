"""Every SELECT of turns."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, exists, func, select
from sqlalchemy.orm import Session

from mission_control.agents.api import Agent
from mission_control.kernel.events.log import EventRow
from mission_control.tags.api import is_tagged
from mission_control.tasks.api import Task
from mission_control.tasks.events import TaskCreated, TaskStatusChanged, TaskUpdated
from mission_control.turns.models import Turn, TurnReason

MOST_MOVES = 2_000
MOST_TURNS = 1_000
"""Of one task, the newest."""


def is_known(db: Session, message_key: str) -> bool:
    return bool(db.scalar(select(exists().where(Turn.message_key == message_key))))


def tasks_there(db: Session, task_ids: Collection[UUID]) -> set[UUID]:
    """Those of these tasks that have not been deleted meanwhile."""
    return set(db.scalars(select(Task.id).where(Task.id.in_(task_ids)))) if task_ids else set()


def running(db: Session, gateway_id: UUID) -> Sequence[Row[UUID, str, str, datetime]]:
    """(id, session, message, when told) of the turns of a gateway of which it is not known that they have ended."""
    found = select(Turn.id, Turn.session_key, Turn.message_key, Turn.told_at)
    found = found.where(Turn.gateway_id == gateway_id, Turn.outcome.is_(None))
    return db.execute(found.order_by(Turn.told_at, Turn.id)).all()


def of_task(db: Session, task_id: UUID) -> Sequence[Row[Turn, int]]:
    """(turn, how many things it was begun for) of the turns that this task was a reason for, newest first."""
    about_it = exists().where(TurnReason.turn_id == Turn.id, TurnReason.task_id == task_id)
    reasons = select(func.count()).where(TurnReason.turn_id == Turn.id).scalar_subquery()
    found = select(Turn, reasons).where(about_it).order_by(Turn.told_at.desc(), Turn.id)
    return db.execute(found.limit(MOST_TURNS)).all()


def reasons_for_task(db: Session, turn_ids: Collection[UUID], task_id: UUID) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    chosen = select(TurnReason.turn_id, TurnReason.text).where(
        TurnReason.turn_id.in_(turn_ids), TurnReason.task_id == task_id
    )
    for turn_id, text in db.execute(chosen.order_by(TurnReason.turn_id, TurnReason.position)):
        found.setdefault(turn_id, []).append(text)
    return found


def moves_of(db: Session, task_id: UUID) -> Sequence[EventRow]:
    """The events that tell who has a task, oldest first; of very many the newest."""
    kinds = [kind.type for kind in (TaskCreated, TaskUpdated, TaskStatusChanged)]
    found = select(EventRow).where(EventRow.task_id == task_id, EventRow.type.in_(kinds))
    return db.scalars(found.order_by(EventRow.seq.desc()).limit(MOST_MOVES)).all()[::-1]


def names_of(db: Session, agent_ids: Collection[UUID]) -> dict[UUID, str]:
    if not agent_ids:
        return {}
    return {row[0]: row[1] for row in db.execute(select(Agent.id, Agent.name).where(Agent.id.in_(agent_ids)))}


def about_tagged(tag_id: UUID) -> ColumnElement[Any]:
    """Of a turn: a task with this tag was a reason for it."""
    return exists().where(TurnReason.turn_id == Turn.id, is_tagged(TurnReason.task_id, tag_id))
