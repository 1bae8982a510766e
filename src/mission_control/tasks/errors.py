"""What is refused about tasks, as the caller is told."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from mission_control.kernel.http.errors import ApiError, Conflict, Forbidden, NotFound, Unprocessable
from mission_control.tasks.rules import Refusal


class MoveRefused(Conflict):
    """A rule forbids it; status and code are the rule's."""

    code = "move_refused"

    def __init__(self, refusal: Refusal, blocked_by: tuple[UUID, ...] = ()) -> None:
        text = f"{refusal.message}. {refusal.action}."
        detail: str | dict[str, Any] = text
        if refusal.status in {403, 409}:
            blockers = [str(blocker) for blocker in blocked_by]
            detail = {"message": text, "code": refusal.code, "blocked_by_task_ids": blockers}
        super().__init__(detail)
        # The rule decides; the class stands for all of them.
        self.status = HTTPStatus(refusal.status)  # type: ignore[misc]
        self.code = refusal.code  # type: ignore[misc]


class AlreadyClaimed(Conflict):
    code = "task_already_claimed"


class StaleFence(Conflict):
    code = "stale_fence"


class DependencyCycle(Conflict):
    code = "dependency_cycle"


class DependenciesFrozen(Conflict):
    code = "dependencies_frozen"


class AssigneeElsewhere(Conflict):
    code = "assignee_of_another_board"


class DependsOnItself(Unprocessable):
    code = "depends_on_itself"


class UnknownStatus(Unprocessable):
    code = "unknown_status"


class UnknownAssignee(NotFound):
    code = "unknown_assignee"


class UnknownCreator(NotFound):
    code = "unknown_creator"


class UnknownReference(NotFound):
    code = "unknown_reference"


class LeadMayNotComment(Forbidden):
    code = "lead_may_not_comment"


class LeadMayNotBeAssigned(Forbidden):
    code = "lead_may_not_be_assigned"


class CommentsGoInCircles(Conflict):
    code = "comments_go_in_circles"


class NotTheHolder(Forbidden):
    code = "not_the_holder"


MOVE_ERRORS: tuple[type[ApiError], ...] = (
    MoveRefused,
    StaleFence,
    DependencyCycle,
    AssigneeElsewhere,
    CommentsGoInCircles,
)
COMMENT_ERRORS: tuple[type[ApiError], ...] = (StaleFence, LeadMayNotComment, CommentsGoInCircles)
