"""Tasks, and what hangs on them: dependencies, tags, values of custom fields, comments."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from mission_control.custom_fields.models import CustomFieldValue
from mission_control.entry.reference.mending import (
    Mend,
    document,
    moment,
    moment_or_none,
    one_of,
)
from mission_control.entry.reference.people import stamps, table
from mission_control.entry.reference.world import SOMEBODY, World
from mission_control.moving.drafts import Draft, LeftOut, Row, Step, Values
from mission_control.tags.models import TagAssignment
from mission_control.tasks import mentions
from mission_control.tasks.models import Task, TaskComment, TaskDependency, TaskStatus
from mission_control.tasks.schemas import PRIORITIES

GRACE = timedelta(days=1)
"""How long work that is under way stays with its agent: until then it should have made its first call here."""
STATUSES = frozenset(TaskStatus)
LED_BY = "lead_agent:"
"""Begins the reference's note which lead made a task."""


def _task(row: Row, world: World) -> Draft:
    board = world.board(row.board_id)
    mends: list[str] = []
    status = one_of(row.status, STATUSES, TaskStatus.INBOX, "status", mends.append)
    assignee = _assignee(row, world, mends.append)
    started = moment_or_none(row.in_progress_at)
    if status == TaskStatus.IN_PROGRESS and started is None:
        started = moment(row.updated_at)
    values = {
        "id": row.id,
        "organization_id": board.organization_id,
        "board_id": row.board_id,
        "title": row.title,
        "description": row.description,
        "status": status,
        "status_reason": None if status == row.status else f"The reference had it as “{row.status}”",
        "priority": one_of(row.priority, PRIORITIES, "medium", "priority", mends.append),
        "due_at": moment_or_none(row.due_at),
        "assigned_agent_id": assignee,
        "created_by_user_id": world.users.get(row.created_by_user_id),
        "created_by_agent_id": _lead_that_made(row, world),
        "in_progress_at": started,
        "previous_in_progress_at": moment_or_none(row.previous_in_progress_at),
        "comments_count": row.comments,
        "stirred_at": moment(row.updated_at),
        "returns": 0,
        "approvals_count": row.approvals,
        "approvals_pending_count": row.approvals_pending,
        "approvals_approved_count": row.approvals_approved,
        "approved_since_review": row.approvals_approved > 0,
        # Each of its moves has the number of the version that it made; see `history`.
        "version": row.moves + 2,
        **_lease(status, assignee, started, world.now),
        **stamps(row),
    }
    return Draft(values, board.organization_id, moment(row.created_at), mends=mends)


def _assignee(row: Row, world: World, mend: Mend) -> UUID | None:
    assigned: UUID | None = row.assigned_agent_id
    if assigned is None:
        return None
    agent = world.agents.get(assigned)
    if agent is None or agent.board_id != row.board_id:
        mend("its agent is not on its board: it is nobody's now")
        return None
    return assigned


def _lead_that_made(row: Row, world: World) -> UUID | None:
    if not row.auto_created or not (row.auto_reason or "").startswith(LED_BY):
        return None
    try:
        agent_id = UUID(row.auto_reason.removeprefix(LED_BY))
    except ValueError:
        return None
    return agent_id if agent_id in world.agents else None


def _lease(status: str, assignee: UUID | None, started: datetime | None, now: datetime) -> Values:
    if status != TaskStatus.IN_PROGRESS or assignee is None:
        return {"fence": 0, "lease_agent_id": None, "lease_claimed_at": None, "lease_expires_at": None}
    return {"fence": 1, "lease_agent_id": assignee, "lease_claimed_at": started, "lease_expires_at": now + GRACE}


def _dependency(row: Row, world: World) -> Draft:
    board = world.board(row.board_id)
    if row.board_id != row.other_board_id:
        raise LeftOut("the task that it waits for is not on the same board")
    if row.task_id == row.depends_on_task_id:
        raise LeftOut("a task cannot wait for itself")
    created_at = moment(row.created_at)
    values = {
        "task_id": row.task_id,
        "depends_on_task_id": row.depends_on_task_id,
        "position": row.position,
        "created_at": created_at,
    }
    return Draft(values, board.organization_id, created_at)


def _tagged(row: Row, world: World) -> Draft:
    board = world.board(row.board_id)
    if world.tags.get(row.tag_id) != board.organization_id:
        raise LeftOut("its tag is not here")
    created_at = moment(row.created_at)
    values = {"task_id": row.task_id, "tag_id": row.tag_id, "position": row.position, "created_at": created_at}
    return Draft(values, board.organization_id, created_at)


def _value(row: Row, world: World) -> Draft:
    board = world.board(row.board_id)
    if world.fields.get(row.field_id) != board.organization_id:
        raise LeftOut("its custom field is not here")
    broken: list[str] = []
    value: Any = document(row.value, "value", broken.append)
    if value is None:
        raise LeftOut("it holds no value that can be kept: the task shows the field's default")
    values = {"task_id": row.task_id, "field_id": row.field_id, "value": value, **stamps(row)}
    return Draft(values, board.organization_id, moment(row.created_at))


def _comment(row: Row, world: World) -> Draft:
    board = world.board(row.board_id)
    agent = world.agent_name(row.agent_id)
    values = {
        "id": row.id,
        "organization_id": board.organization_id,
        "board_id": row.board_id,
        "task_id": row.task_id,
        "message": row.message,
        "agent_id": row.agent_id if agent else None,
        "user_id": None,
        "author_name": agent or SOMEBODY,
        "mentions_lead": _mentions_lead(row.message, world.leads.get(row.board_id)),
        "created_at": moment(row.created_at),
    }
    return Draft(values, board.organization_id, moment(row.created_at))


def _mentions_lead(message: str, lead: str | None) -> bool:
    if "@" not in message:
        return False
    called = mentions.tokens(message)
    return mentions.LEAD in called or (lead is not None and mentions.names(called, lead))


_ASKED = """
  SELECT linked.task_id, count(*) AS total,
         count(*) FILTER (WHERE a.status NOT IN ('approved', 'rejected')) AS pending,
         count(*) FILTER (WHERE a.status = 'approved') AS approved
  FROM (SELECT approval_id, task_id FROM approval_task_links
        UNION SELECT id, task_id FROM approvals WHERE task_id IS NOT NULL) AS linked
  JOIN approvals AS a ON a.id = linked.approval_id
  JOIN tasks AS of_board ON of_board.id = linked.task_id AND of_board.board_id = a.board_id
  GROUP BY linked.task_id"""
_TOLD = """
  SELECT task_id, count(*) FILTER (WHERE event_type = 'task.status_changed') AS moves,
         count(*) FILTER (WHERE event_type = 'task.comment' AND btrim(message) <> '') AS comments
  FROM activity_events WHERE task_id IS NOT NULL GROUP BY task_id"""

TASKS = Step(
    "tasks",
    "SELECT t.id, t.board_id, t.title, t.description, t.status, t.priority, t.due_at, t.in_progress_at,"  # noqa: S608
    " t.previous_in_progress_at, t.created_by_user_id, t.assigned_agent_id, t.auto_created, t.auto_reason,"
    " t.created_at, t.updated_at, COALESCE(told.moves, 0) AS moves, COALESCE(told.comments, 0) AS comments,"
    " COALESCE(asked.total, 0) AS approvals, COALESCE(asked.pending, 0) AS approvals_pending,"
    f" COALESCE(asked.approved, 0) AS approvals_approved FROM tasks AS t"
    f" LEFT JOIN ({_TOLD}) AS told ON told.task_id = t.id LEFT JOIN ({_ASKED}) AS asked ON asked.task_id = t.id"
    " ORDER BY t.created_at, t.id",
    table(Task),
    _task,
)
OF_TASKS = (
    Step(
        "task_dependencies",
        "SELECT d.id, d.task_id, d.depends_on_task_id, d.created_at, t.board_id, other.board_id AS other_board_id,"
        " row_number() OVER (PARTITION BY d.task_id ORDER BY d.created_at, d.id) - 1 AS position"
        " FROM task_dependencies AS d LEFT JOIN tasks AS t ON t.id = d.task_id"
        " LEFT JOIN tasks AS other ON other.id = d.depends_on_task_id ORDER BY d.task_id",
        table(TaskDependency),
        _dependency,
        key=("task_id", "depends_on_task_id"),
    ),
    Step(
        "tag_assignments",
        "SELECT a.id, a.task_id, a.tag_id, a.created_at, t.board_id,"
        " row_number() OVER (PARTITION BY a.task_id ORDER BY a.created_at, a.id) - 1 AS position"
        " FROM tag_assignments AS a LEFT JOIN tasks AS t ON t.id = a.task_id ORDER BY a.task_id",
        table(TagAssignment),
        _tagged,
        key=("task_id", "tag_id"),
    ),
    Step(
        "task_custom_field_values",
        "SELECT v.id, v.task_id, v.task_custom_field_definition_id AS field_id, v.value::text AS value,"
        " v.created_at, v.updated_at, t.board_id"
        " FROM task_custom_field_values AS v LEFT JOIN tasks AS t ON t.id = v.task_id ORDER BY v.task_id, v.id",
        table(CustomFieldValue),
        _value,
        key=("task_id", "field_id"),
    ),
    Step(
        "comments (of activity_events)",
        "SELECT e.id, e.task_id, e.message, e.agent_id, e.created_at, t.board_id"
        " FROM activity_events AS e JOIN tasks AS t ON t.id = e.task_id"
        " WHERE e.event_type = 'task.comment' AND btrim(e.message) <> '' ORDER BY e.created_at, e.id",
        table(TaskComment),
        _comment,
    ),
)
