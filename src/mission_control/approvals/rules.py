"""What may become of an approval, and the policy that says when one is asked for. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from mission_control.approvals.models import ApprovalStatus
from mission_control.tasks.api import shortened

EXEC = "gateway.exec"
"""What a gateway lets an agent's command wait for; nobody else asks for it."""

_TASK_LISTS = ("task_ids", "taskIds", "taskIDs")
_SINGLE_TASKS = ("task_id", "taskId", "taskID")


def contradicts(present: ApprovalStatus, wanted: ApprovalStatus) -> bool:
    """Whether a decision meets another decision; a repeated one and a reopening do not."""
    return ApprovalStatus.PENDING not in {present, wanted} and present is not wanted


def refused(by: str | None, reason: str | None) -> str:
    """`rejected by Ada (Too early)`, as tasks tell of it; by nobody means that the time was over."""
    if by is None:
        return "not decided in time"
    return f"rejected by {by}" + (f" ({shortened(reason)})" if reason else "")


def reasoning_of(payload: Mapping[str, Any] | None) -> str | None:
    """Why the agent wants it, where the payload says so: `reason`, or `decision.reason`."""
    decision = (payload or {}).get("decision")
    nested = decision.get("reason") if isinstance(decision, dict) else None
    for found in ((payload or {}).get("reason"), nested):
        if isinstance(found, str) and found.strip():
            return found.strip()
    return None


def tasks_named_in(payload: Mapping[str, Any] | None) -> list[UUID]:
    """Tasks that a payload names under the names in use; what is no id names none."""
    named: list[Any] = []
    for name in _TASK_LISTS:
        listed = (payload or {}).get(name)
        named += listed if isinstance(listed, list) else []
    named += [(payload or {}).get(name) for name in _SINGLE_TASKS]
    return _ids(named)


def _ids(values: Iterable[Any]) -> list[UUID]:
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except (AttributeError, TypeError, ValueError):
            continue
    return found
