"""Every SELECT of the summaries; all start from the boards that the principal may read."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, literal, select, true, union_all
from sqlalchemy.orm import Session

from mission_control.agents.api import Agent
from mission_control.agents.api import visible_to as visible_agents
from mission_control.boards.api import Board
from mission_control.boards.api import visible_to as visible_boards
from mission_control.gateways.api import Gateway
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.pausing import Scope
from mission_control.kernel.security.principals import Principal, UserPrincipal
from mission_control.organizations.api import Organization
from mission_control.tasks.api import Task, TaskStatus, TaskTransition, is_blocked

MOST_OF_A_KIND = 20


def tasks(principal: Principal) -> Select[Task, str]:
    """(task, board name) of the boards that the principal may read."""
    boards = visible_boards(principal).with_only_columns(Board.id)
    return select(Task, Board.name).join(Board, Board.id == Task.board_id).where(Task.board_id.in_(boards))


def oldest(db: Session, rows: Select[Task, str]) -> Sequence[Row[Task, str]]:
    return db.execute(rows.order_by(Task.updated_at, Task.id).limit(MOST_OF_A_KIND)).all()


def in_review_since(db: Session, task_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When each of these tasks came into review for the last time."""
    moved = select(TaskTransition.task_id, func.max(TaskTransition.at))
    moved = moved.where(TaskTransition.task_id.in_(task_ids), TaskTransition.to_status == TaskStatus.REVIEW)
    return {row[0]: row[1] for row in db.execute(moved.group_by(TaskTransition.task_id))} if task_ids else {}


def count_by_status(db: Session, principal: Principal) -> dict[str, int]:
    counted = tasks(principal).with_only_columns(Task.status, func.count()).group_by(Task.status)
    return {row[0]: row[1] for row in db.execute(counted)}


def count_new_and_blocked(db: Session, principal: Principal, since: datetime) -> tuple[int, int]:
    """How many tasks were made since then, and how many wait for others."""
    made = func.count().filter(Task.created_at >= since)
    blocked = func.count().filter(Task.status != TaskStatus.DONE, is_blocked())
    row = db.execute(tasks(principal).with_only_columns(made, blocked)).one()
    return row[0], row[1]


def count_done(db: Session, principal: Principal, since: datetime) -> int:
    """Tasks that became done since then and still are."""
    boards = visible_boards(principal).with_only_columns(Board.id)
    finished = select(EventRow.task_id).where(
        EventRow.organization_id == principal.organization_id,
        EventRow.type == "task.status_changed",
        EventRow.created_at >= since,
    )
    done = (
        select(func.count())
        .select_from(Task)
        .where(Task.board_id.in_(boards), Task.status == TaskStatus.DONE, Task.id.in_(finished))
    )
    return db.scalar(done) or 0


def agents(db: Session, principal: Principal) -> Sequence[Agent]:
    return db.scalars(visible_agents(principal)).all()


def pauses(
    db: Session, principal: UserPrincipal, gateway_ids: Collection[UUID]
) -> Sequence[Row[str, UUID, str, datetime, str | None, str | None]]:
    """(scope, id, name, since, by, reason) of all that is paused by itself and wider than one agent.

    Gateways are for administrators; others hear of these, on which their agents are.
    """
    organization = _paused(Scope.ORGANIZATION, Organization, Organization.id == principal.organization_id)
    theirs = true() if principal.role.is_admin else Gateway.id.in_(gateway_ids)
    gateways = _paused(Scope.GATEWAY, Gateway, and_(Gateway.organization_id == principal.organization_id, theirs))
    boards = _paused(Scope.BOARD, Board, Board.id.in_(visible_boards(principal).with_only_columns(Board.id)))
    return db.execute(union_all(organization, gateways, boards)).all()


def _paused(scope: Scope, of: Any, mine: ColumnElement[bool]) -> Select[Any]:
    columns = (literal(str(scope)), of.id, of.name, of.paused_at, of.paused_by, of.pause_reason)
    return select(*columns).where(of.paused_at.is_not(None), mine)


def holders(db: Session, principal: Principal) -> set[Any]:
    """Ids of the agents that hold a task."""
    held = tasks(principal).where(Task.lease_agent_id.is_not(None)).with_only_columns(Task.lease_agent_id)
    return set(db.scalars(held))
