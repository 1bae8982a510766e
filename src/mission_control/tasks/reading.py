"""Tasks as the API shows them: a constant number of statements, however many there are."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mission_control.kernel.http.pagination import Window, page_of_rows
from mission_control.tasks import queries, rules
from mission_control.tasks.models import Task, TaskStatus
from mission_control.tasks.queries import Dependency, NamedTask
from mission_control.tasks.schemas import TaskCardRead, TaskLeaseRead, TaskRead


def read_model(db: Session, task: Task) -> TaskRead:
    return _plain(cards(db, queries.rows_by_ids(db, [task.id]))[0])


def page(db: Session, tasks: Select[Task], window: Window) -> tuple[list[TaskRead], int]:
    rows, total = page_of_rows(db, queries.with_names(queries.newest_first(tasks)), window)
    return [_plain(card) for card in cards(db, rows)], total


def cards_of_board(db: Session, board_id: UUID) -> list[TaskCardRead]:
    """All tasks of a board, newest first."""
    rows = db.execute(queries.with_names(queries.newest_first(select(Task).where(Task.board_id == board_id)))).all()
    return _cards(rows, queries.dependencies_on_board(db, board_id))


def cards_by_ids(db: Session, ids: Iterable[UUID]) -> dict[UUID, TaskCardRead]:
    return {card.id: card for card in cards(db, queries.rows_by_ids(db, set(ids)))}


def cards(db: Session, rows: Sequence[NamedTask]) -> list[TaskCardRead]:
    """(task, name of the assignee, name of the holder) as cards."""
    return _cards(rows, queries.dependencies(db, [row[0].id for row in rows]) if rows else {})


def _cards(rows: Iterable[NamedTask], dependencies: dict[UUID, list[Dependency]]) -> list[TaskCardRead]:
    return [_card(task, assignee, holder, dependencies.get(task.id, [])) for task, assignee, holder in rows]


def _card(task: Task, assignee: str | None, holder: str | None, depends_on: list[Dependency]) -> TaskCardRead:
    open_ones = [item for item in depends_on if item.is_open] if task.status != TaskStatus.DONE else []
    waits = f"Waits for {rules.titles(tuple(item.title for item in open_ones))}" if open_ones else None
    # Made from checked rows, so not checked again: boards have thousands of cards.
    return TaskCardRead.model_construct(
        id=task.id,
        board_id=task.board_id,
        title=task.title,
        description=task.description,
        status=TaskStatus(task.status),
        status_reason=waits or task.status_reason,
        priority=task.priority,
        due_at=task.due_at,
        assigned_agent_id=task.assigned_agent_id,
        assignee=assignee,
        created_by_user_id=task.created_by_user_id,
        created_by_agent_id=task.created_by_agent_id,
        in_progress_at=task.in_progress_at,
        depends_on_task_ids=[item.depends_on for item in depends_on],
        blocked_by_task_ids=[item.depends_on for item in open_ones],
        is_blocked=bool(open_ones),
        tag_ids=[],
        tags=[],
        custom_field_values={},
        approvals_count=0,
        approvals_pending_count=0,
        comments_count=task.comments_count,
        lease=_lease(task, holder),
        version=task.version,
        created_at=task.created_at,
        updated_at=task.updated_at,
    )


def _lease(task: Task, holder: str | None) -> TaskLeaseRead | None:
    if task.lease_agent_id is None or task.lease_claimed_at is None or task.lease_expires_at is None:
        return None
    return TaskLeaseRead(
        agent_id=task.lease_agent_id,
        agent_name=holder or "",
        fence=task.fence,
        claimed_at=task.lease_claimed_at,
        expires_at=task.lease_expires_at,
    )


def _plain(card: TaskCardRead) -> TaskRead:
    return TaskRead.model_construct(**{name: getattr(card, name) for name in TaskRead.model_fields})
