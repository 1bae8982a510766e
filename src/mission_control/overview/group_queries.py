"""SELECTs over the boards of a group: one for the boards, one for the counts, one for the tasks, however many."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, case, func, select
from sqlalchemy.orm import Session

from mission_control.agents.api import Agent
from mission_control.boards import api as boards
from mission_control.boards.api import Board
from mission_control.kernel.security.principals import AgentPrincipal, Principal
from mission_control.tasks.api import PRIORITY_ORDER, Task, TaskStatus

STATUS_ORDER = {TaskStatus.IN_PROGRESS: 0, TaskStatus.REVIEW: 1, TaskStatus.INBOX: 2, TaskStatus.DONE: 3}
_RANK = (
    case(STATUS_ORDER, value=Task.status, else_=len(STATUS_ORDER)),
    case(PRIORITY_ORDER, value=Task.priority, else_=len(PRIORITY_ORDER)),
    Task.updated_at.desc(),
    Task.created_at.desc(),
    Task.id,
)


def boards_of(principal: Principal, group_id: UUID) -> Select[Board]:
    """By name. A person sees those that they may read; an agent all of the tenant, for work that crosses boards."""
    if isinstance(principal, AgentPrincipal):
        found = select(Board).where(Board.organization_id == principal.organization_id)
    else:
        found = boards.visible_to(principal)
    return boards.by_name(found.where(Board.board_group_id == group_id))


def task_counts(db: Session, board_ids: Sequence[UUID]) -> Sequence[Row[UUID, str, int]]:
    """(board, status, how many tasks)."""
    counted = select(Task.board_id, Task.status, func.count()).where(Task.board_id.in_(board_ids))
    return db.execute(counted.group_by(Task.board_id, Task.status)).all()


def first_tasks(
    db: Session, board_ids: Sequence[UUID], *, per_board: int, include_done: bool
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The first tasks of each board; cut by the database, so that a full board costs no more than a small one."""
    place = func.row_number().over(partition_by=Task.board_id, order_by=_RANK).label("place")
    ranked = select(Task.id, place).where(Task.board_id.in_(board_ids))
    if not include_done:
        ranked = ranked.where(Task.status != TaskStatus.DONE)
    first = ranked.subquery()
    tasks = (
        select(
            Task.id,
            Task.board_id,
            Task.title,
            Task.status,
            Task.priority,
            Task.assigned_agent_id,
            Agent.name.label("assignee"),
            Task.due_at,
            Task.in_progress_at,
            Task.created_at,
            Task.updated_at,
        )
        .join(first, first.c.id == Task.id)
        .outerjoin(Agent, Agent.id == Task.assigned_agent_id)
        .where(first.c.place <= per_board)
        .order_by(Task.board_id, first.c.place)
    )
    return db.execute(tasks).all()
