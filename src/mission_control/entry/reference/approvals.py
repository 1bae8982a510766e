"""Approvals, and the tasks that they are about."""

import math

from mission_control.approvals.models import Approval, ApprovalStatus, ApprovalTaskLink
from mission_control.entry.reference.mending import Mend, document, json_object, moment, moment_or_none, one_of
from mission_control.entry.reference.people import table
from mission_control.entry.reference.world import SOMEBODY, World
from mission_control.moving.drafts import Draft, LeftOut, Row, Step

STATUSES = frozenset(ApprovalStatus)


def _approval(row: Row, world: World) -> Draft:
    board = world.board(row.board_id)
    mends: list[str] = []
    agent = world.agent_name(row.agent_id)
    status = one_of(row.status, STATUSES, ApprovalStatus.PENDING, "status", mends.append)
    created_at = moment(row.created_at)
    resolved_at = None if status == ApprovalStatus.PENDING else moment_or_none(row.resolved_at) or created_at
    values = {
        "id": row.id,
        "organization_id": board.organization_id,
        "board_id": row.board_id,
        "agent_id": row.agent_id if agent else None,
        "action_type": row.action_type,
        "payload": json_object(row.payload, "payload", mends.append),
        "confidence": _confidence(row.confidence, mends.append),
        "rubric_scores": _scores(row.rubric_scores, mends.append),
        "status": status,
        "requested_by_kind": "agent" if agent else "user",
        "requested_by_name": agent or SOMEBODY,
        "expired": False,
        "resolved_at": resolved_at,
        "version": 1,
        "created_at": created_at,
        "updated_at": resolved_at or created_at,
    }
    return Draft(values, board.organization_id, created_at, mends=mends)


def _confidence(value: float, mend: Mend) -> float:
    possible = min(max(value, 0.0), 100.0) if math.isfinite(value) else 0.0
    if possible != value:
        mend("its confidence was outside 0 to 100")
    return possible


def _scores(text: str | None, mend: Mend) -> dict[str, int] | None:
    value = document(text, "rubric_scores", mend)
    if value is None:
        return None
    if isinstance(value, dict) and all(isinstance(it, int) and not isinstance(it, bool) for it in value.values()):
        return value
    mend("rubric_scores were no whole numbers by name, and are empty now")
    return None


def _link(row: Row, world: World) -> Draft:
    board = world.board(row.board_id)
    if row.board_id != row.task_board_id:
        raise LeftOut("its task is not on the approval's board")
    values = {"approval_id": row.approval_id, "task_id": row.task_id, "position": row.position}
    return Draft(values, board.organization_id, moment(row.created_at))


_LINKS = """
  SELECT approval_id, task_id, created_at, id::text AS id FROM approval_task_links
  UNION ALL
  SELECT a.id, a.task_id, a.created_at, a.id::text FROM approvals AS a WHERE a.task_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM approval_task_links AS l WHERE l.approval_id = a.id AND l.task_id = a.task_id)"""

APPROVALS = (
    Step(
        "approvals",
        "SELECT id, board_id, agent_id, action_type, payload::text AS payload, confidence,"
        " rubric_scores::text AS rubric_scores, status, created_at, resolved_at FROM approvals ORDER BY created_at, id",
        table(Approval),
        _approval,
    ),
    Step(
        "approval_task_links",
        "SELECT l.id, l.approval_id, l.task_id, l.created_at, a.board_id, t.board_id AS task_board_id,"  # noqa: S608
        # The main task comes first, whenever it was linked.
        " row_number() OVER (PARTITION BY l.approval_id"
        "   ORDER BY (l.task_id = a.task_id) IS NOT TRUE, l.created_at, l.id) - 1 AS position"
        f" FROM ({_LINKS}) AS l LEFT JOIN approvals AS a ON a.id = l.approval_id"
        " LEFT JOIN tasks AS t ON t.id = l.task_id ORDER BY l.approval_id",
        table(ApprovalTaskLink),
        _link,
        key=("approval_id", "task_id"),
    ),
)
