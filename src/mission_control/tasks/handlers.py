"""What is done about tasks without being asked."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.agents.api import Holding, PauseEnded, tells_work
from mission_control.agents.events import AgentDeleted, AgentResumed, AgentUpdated
from mission_control.boards.api import held_in_numbers
from mission_control.boards.events import BoardResumed
from mission_control.gateways.events import GatewayResumed
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.events.participants import takes_part_in
from mission_control.kernel.jobs.registry import periodic
from mission_control.organizations.events import OrganizationResumed
from mission_control.tasks import claiming, deadlines, pauses, queries
from mission_control.tasks.models import Task, TaskComment, TaskTransition

for _rows in (TaskComment, TaskTransition):
    held_in_numbers(_rows.__table__, order=1)
held_in_numbers(Task.__table__, order=2)


@tells_work
def in_hand(db: Session, agent_ids: Collection[UUID]) -> dict[UUID, Holding]:
    """Of each agent that holds tasks, the one that it took first."""
    return queries.in_hand(db, agent_ids)


@periodic("tasks.expire_leases", every=timedelta(seconds=10))
def expire_leases(uow: UnitOfWork) -> None:
    """No task stays with an agent that has fallen silent."""
    claiming.expire(uow)


@periodic("tasks.deadlines", every=timedelta(seconds=10))
def enforce_deadlines(uow: UnitOfWork) -> None:
    """No task rests for longer than its board allows without somebody being told."""
    deadlines.enforce(uow)


@takes_part_in(AgentDeleted)
def drop_tasks_of_deleted(uow: UnitOfWork, event: AgentDeleted) -> None:
    """No task is held by an agent that is gone."""
    if event.agent_id:
        claiming.drop(uow, event.agent_id, f"{event.name} was deleted")


@takes_part_in(AgentUpdated)
def drop_tasks_of_moved(uow: UnitOfWork, event: AgentUpdated) -> None:
    """An agent that moves to another board leaves its work behind."""
    if event.agent_id and "board_id" in event.before:
        claiming.drop(uow, event.agent_id, "Its agent moved to another board")


@takes_part_in(OrganizationResumed)
@takes_part_in(GatewayResumed)
@takes_part_in(BoardResumed)
@takes_part_in(AgentResumed)
def go_on(uow: UnitOfWork, event: PauseEnded) -> None:
    """What has rested with the agents does not count as late."""
    pauses.go_on(uow, event, environment_of(uow.db).settings.task_lease_seconds)
