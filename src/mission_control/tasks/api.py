"""What other features may know of tasks."""

from mission_control.tasks.leases import renew as renew_leases
from mission_control.tasks.models import Task, TaskComment, TaskDependency, TaskStatus, TaskTransition
from mission_control.tasks.queries import PRIORITY_ORDER, dependencies, is_blocked, needs_a_person
from mission_control.tasks.reading import cards_of_board
from mission_control.tasks.schemas import TaskCardRead, TaskCommentRead, TaskRead

__all__ = [
    "PRIORITY_ORDER",
    "Task",
    "TaskCardRead",
    "TaskComment",
    "TaskCommentRead",
    "TaskDependency",
    "TaskRead",
    "TaskStatus",
    "TaskTransition",
    "cards_of_board",
    "dependencies",
    "is_blocked",
    "needs_a_person",
    "renew_leases",
]
