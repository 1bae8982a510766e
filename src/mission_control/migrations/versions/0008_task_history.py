"""Every state a task was in, and when."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import JsonDocument, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BATCH = 1_000

_tasks = sa.table(
    "tasks",
    sa.column("id", sa.Uuid()),
    sa.column("organization_id", sa.Uuid()),
    sa.column("board_id", sa.Uuid()),
    sa.column("status", sa.String()),
    sa.column("created_at", UtcDateTime()),
)
_agents = sa.table("agents", sa.column("id", sa.Uuid()))
_events = sa.table(
    "events",
    sa.column("seq", sa.BigInteger()),
    sa.column("type", sa.String()),
    sa.column("task_id", sa.Uuid()),
    sa.column("actor_kind", sa.String()),
    sa.column("actor_id", sa.Uuid()),
    sa.column("actor_name", sa.String()),
    sa.column("payload", JsonDocument),
    sa.column("created_at", UtcDateTime()),
)


def upgrade() -> None:
    transitions = _create_table()
    op.create_index("ix_events_board_id_created_at", "events", ["board_id", "created_at"])
    _fill(op.get_bind(), transitions)


def downgrade() -> None:
    op.drop_index("ix_events_board_id_created_at", "events")
    op.drop_table("task_transitions")


def _create_table() -> sa.Table:
    def foreign_key(column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
        name = f"fk_task_transitions_{column}_{target}"
        return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)

    table = op.create_table(
        "task_transitions",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("from_status", sa.String(), nullable=True),
        sa.Column("to_status", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=True),
        sa.Column("work_started_at", UtcDateTime(), nullable=True),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("task_id", "number", name="pk_task_transitions"),
        foreign_key("task_id", "tasks", "CASCADE"),
        foreign_key("organization_id", "organizations", "CASCADE"),
        foreign_key("board_id", "boards", "CASCADE"),
        foreign_key("worker_id", "agents", "SET NULL"),
    )
    op.create_index("ix_task_transitions_board_id_at", "task_transitions", ["board_id", "at"])
    op.create_index("ix_task_transitions_worker_id_at", "task_transitions", ["worker_id", "at"])
    op.create_index("ix_task_transitions_organization_id", "task_transitions", ["organization_id"])
    return table


def _fill(connection: sa.Connection, transitions: sa.Table) -> None:
    """What the event log tells of the tasks that exist."""
    agents = {str(agent_id) for agent_id in connection.scalars(sa.select(_agents.c.id))}
    moves = sa.and_(_events.c.task_id == _tasks.c.id, _events.c.type.in_(["task.created", "task.status_changed"]))
    told = (
        sa.select(_tasks, _events)
        .select_from(_tasks.outerjoin(_events, moves))
        .order_by(_tasks.c.id, _events.c.seq)
        .set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
    )
    batch: list[dict[str, Any]] = []
    for _, rows in groupby(connection.execute(told).mappings().all(), key=lambda row: row["tasks_id"]):
        batch.extend(_history(list(rows), agents))
        if len(batch) >= BATCH:
            connection.execute(transitions.insert(), batch)
            batch = []
    if batch:
        connection.execute(transitions.insert(), batch)


def _history(rows: list[Any], agents: set[str]) -> Iterator[dict[str, Any]]:
    """The moves of one task; where the log does not reach back to its making, that is taken from the task."""
    told = [row for row in rows if row["events_seq"] is not None]
    made = [row for row in told if row["events_type"] == "task.created"]
    moves = [row for row in told if _is_move(row)]
    first = moves[0]["events_payload"]["before"] if moves else rows[0]["tasks_status"]
    status = made[0]["events_payload"].get("status", first) if made else first
    at, began, worker = rows[0]["tasks_created_at"], None, None
    yield _row(rows[0], 1, None, status, at, made[:1])
    began = at if status == "in_progress" else None
    for number, move in enumerate(moves, start=2):
        payload, since, at = move["events_payload"], at, move["events_created_at"]
        worked = status == "in_progress"
        if worked and payload.get("assigned_before") in agents:
            worker = payload["assigned_before"]
        yield {
            **_row(move, number, payload["before"], payload["after"], at, [move]),
            "since": since,
            "work_started_at": began if worked else None,
            "worker_id": UUID(worker) if worker else None,
            "reason": payload.get("reason"),
        }
        status = payload["after"]
        began = at if status == "in_progress" else None


def _is_move(row: Any) -> bool:
    """A claim of a task in progress is told as a move too, and is none."""
    payload = row["events_payload"]
    return bool(row["events_type"] == "task.status_changed" and payload["before"] != payload["after"])


def _row(row: Any, number: int, before: str | None, after: str, at: Any, told: Iterable[Any]) -> dict[str, Any]:
    teller = next(iter(told), None)
    return {
        "task_id": row["tasks_id"],
        "number": number,
        "organization_id": row["tasks_organization_id"],
        "board_id": row["tasks_board_id"],
        "from_status": before,
        "to_status": after,
        "at": at,
        "since": None,
        "work_started_at": None,
        "worker_id": None,
        "actor_kind": teller["events_actor_kind"] if teller else "system",
        "actor_id": teller["events_actor_id"] if teller else None,
        "actor_name": teller["events_actor_name"] if teller else None,
        "reason": None,
    }
