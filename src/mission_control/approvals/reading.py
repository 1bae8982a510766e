"""Approvals as the API shows them: one statement for the rows, one for their tasks."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mission_control.approvals import queries, rules
from mission_control.approvals.models import Approval, ApprovalStatus
from mission_control.approvals.queries import ApprovalRow
from mission_control.approvals.schemas import (
    ApprovalDetail,
    ApprovalRead,
    EarlierDecision,
    LinkedTask,
    TaskCounts,
    UndoState,
)
from mission_control.boards.api import Board
from mission_control.tasks.api import Task, TaskStatus

SHOWN = (
    "id",
    "board_id",
    "agent_id",
    "action_type",
    "payload",
    "confidence",
    "rubric_scores",
    "status",
    "requested_by_kind",
    "requested_by_name",
    "decided_by_name",
    "decision_reason",
    "expires_at",
    "expired",
    "version",
    "created_at",
    "updated_at",
    "resolved_at",
)
NEWEST = 200


def read_models(db: Session, rows: Sequence[ApprovalRow]) -> list[ApprovalRead]:
    titles = queries.titles_of(db, [row[0].id for row in rows]) if rows else {}
    return [ApprovalRead.model_validate(_values(row, titles.get(row[0].id, []))) for row in rows]


def read_model(db: Session, approval: Approval) -> ApprovalRead:
    return read_models(db, queries.by_ids(db, [approval.id]))[0]


def detail(db: Session, approval: Approval, undo: UndoState) -> ApprovalDetail:
    tasks = [
        LinkedTask(id=row[0], title=row[1], status=TaskStatus(row[2]), assignee=row[3])
        for row in queries.tasks_of(db, approval.id)
    ]
    row = queries.by_ids(db, [approval.id])[0]
    return ApprovalDetail.model_validate(
        _values(row, [(task.id, task.title) for task in tasks])
        | {
            "reasoning": rules.reasoning_of(approval.payload),
            "confidence_threshold": db.get_one(Board, approval.board_id).approval_confidence_threshold,
            "tasks": tasks,
            "similar": similar(db, approval),
            "undo": undo,
        }
    )


def similar(db: Session, approval: Approval) -> list[EarlierDecision]:
    found = read_models(db, db.execute(queries.similar_to(approval)).all())
    return [
        EarlierDecision.model_validate(item.model_dump(include=set(EarlierDecision.model_fields))) for item in found
    ]


def newest_of_board(db: Session, board_id: UUID) -> tuple[list[ApprovalRead], int]:
    """The newest of a board, and how many of all wait for a decision."""
    pending = select(func.count()).where(Approval.board_id == board_id, Approval.status == ApprovalStatus.PENDING)
    rows = queries.of_board(board_id).add_columns(pending.scalar_subquery()).limit(NEWEST)
    found: Any = db.execute(rows).all()
    return read_models(db, found), found[0][3] if found else 0


def counts_of(task: Task) -> TaskCounts:
    return TaskCounts(
        task_id=task.id,
        approvals_count=task.approvals_count,
        approvals_pending_count=task.approvals_pending_count,
    )


def _values(row: ApprovalRow, tasks: list[tuple[UUID, str]]) -> dict[str, Any]:
    approval, board_name, agent_name = row[0], row[1], row[2]
    return {name: getattr(approval, name) for name in SHOWN} | {
        "board_name": board_name,
        "agent_name": agent_name,
        "task_id": tasks[0][0] if tasks else None,
        "task_ids": [task_id for task_id, _ in tasks],
        "task_titles": [title for _, title in tasks],
    }
