"""What other features may know of tasks."""

from mission_control.tasks import mentions
from mission_control.tasks.approving import lock_for_approval, note_approval
from mission_control.tasks.explaining import holds_tasks
from mission_control.tasks.leases import renew as renew_leases
from mission_control.tasks.models import Task, TaskComment, TaskDependency, TaskStatus, TaskTransition
from mission_control.tasks.queries import PRIORITY_ORDER, dependencies, is_blocked, needs_a_person
from mission_control.tasks.reading import cards_by_ids, cards_of_board
from mission_control.tasks.schemas import TaskCardRead, TaskCommentRead, TaskRead, TaskReason

__all__ = [
    "PRIORITY_ORDER",
    "Task",
    "TaskCardRead",
    "TaskComment",
    "TaskCommentRead",
    "TaskDependency",
    "TaskRead",
    "TaskReason",
    "TaskStatus",
    "TaskTransition",
    "cards_by_ids",
    "cards_of_board",
    "dependencies",
    "holds_tasks",
    "is_blocked",
    "lock_for_approval",
    "mentions",
    "needs_a_person",
    "note_approval",
    "renew_leases",
]
