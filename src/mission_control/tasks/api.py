"""What other features may know of tasks."""

from mission_control.tasks import mentions
from mission_control.tasks.approving import goes_in_circles, lock_for_approval, note_approval
from mission_control.tasks.errors import AssigneeElsewhere, UnknownAssignee
from mission_control.tasks.explaining import holds_tasks
from mission_control.tasks.handing_out import free_on
from mission_control.tasks.leases import renew as renew_leases
from mission_control.tasks.models import Task, TaskComment, TaskDependency, TaskStatus, TaskTransition
from mission_control.tasks.queries import (
    PRIORITY_ORDER,
    Dependency,
    dependencies,
    forget_template,
    is_blocked,
    needs_a_person,
)
from mission_control.tasks.reading import cards_by_ids, cards_of_board, read_model
from mission_control.tasks.schemas import (
    Priority,
    References,
    TaskCardRead,
    TaskCommentRead,
    TaskCreate,
    TaskRead,
    TaskReason,
)
from mission_control.tasks.service import Origin, assignee, create_from_template, get
from mission_control.tasks.wording import called, shortened

__all__ = [
    "PRIORITY_ORDER",
    "AssigneeElsewhere",
    "Dependency",
    "Origin",
    "Priority",
    "References",
    "Task",
    "TaskCardRead",
    "TaskComment",
    "TaskCommentRead",
    "TaskCreate",
    "TaskDependency",
    "TaskRead",
    "TaskReason",
    "TaskStatus",
    "TaskTransition",
    "UnknownAssignee",
    "assignee",
    "called",
    "cards_by_ids",
    "cards_of_board",
    "create_from_template",
    "dependencies",
    "forget_template",
    "free_on",
    "get",
    "goes_in_circles",
    "holds_tasks",
    "is_blocked",
    "lock_for_approval",
    "mentions",
    "needs_a_person",
    "note_approval",
    "read_model",
    "renew_leases",
    "shortened",
]
