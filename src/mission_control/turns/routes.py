"""What was spent on a task: the turns that were begun for it, and who has had it."""

from uuid import UUID

from mission_control.kernel.http.access import ANY_AGENT, Access, UserLevel
from mission_control.kernel.http.pagination import Paged
from mission_control.kernel.http.router import CurrentPrincipal, Read, Router
from mission_control.tasks import api as tasks
from mission_control.turns import reading
from mission_control.turns.schemas import TaskRuns

router = Router(prefix="/api/v1/boards/{board_id}/tasks", tags=["tasks"])


@router.declare("GET", "/{task_id}/runs", access=Access(user=UserLevel.USER, agent=ANY_AGENT, board="read"))
def list_task_runs(board_id: UUID, task_id: UUID, window: Paged, who: CurrentPrincipal, uow: Read) -> TaskRuns:
    """Turns of models that were begun for a task, and stretches for which agents have had it, newest first."""
    return reading.runs_of(uow, tasks.get(uow, who, board_id, task_id), window)
