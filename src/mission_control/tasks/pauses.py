"""What a pause means for tasks: they rest where they are, for that reason, and their clocks with them."""

from sqlalchemy import ColumnElement, select, update

from mission_control.agents import api as agents
from mission_control.agents.api import Agent, PauseEnded
from mission_control.agents.events import AgentResumed
from mission_control.boards import api as boards
from mission_control.boards.api import Board
from mission_control.boards.events import BoardResumed
from mission_control.gateways.events import GatewayResumed
from mission_control.kernel import pausing
from mission_control.kernel.db.session import UnitOfWork
from mission_control.tasks import leases
from mission_control.tasks.models import Task, TaskStatus
from mission_control.tasks.schemas import TaskReason


def reasons(uow: UnitOfWork, board: Board, task: Task) -> list[TaskReason]:
    """The pause that keeps a task where it is: of its board or what that belongs to, or of those whom it waits for."""
    words = pausing.in_words(boards.pauses_of(uow.db, [board]).get(board.id, [])) or _of_agents(uow, task)
    return [TaskReason(code="paused", message=words, action="Resume it when it may go on")] if words else []


def _of_agents(uow: UnitOfWork, task: Task) -> str | None:
    if task.assigned_agent_id:
        agent = uow.db.get(Agent, task.assigned_agent_id)
        return agents.why_paused(uow.db, agent) if agent else None
    if task.status != TaskStatus.INBOX:
        return None
    workers = [agent for agent in agents.of_board(uow.db, task.board_id) if not agent.is_board_lead]
    if not workers or not all(agent.is_paused for agent in workers):
        return None
    if len(workers) == 1:
        return agents.why_paused(uow.db, workers[0])
    return f"All {len(workers)} agents of this board that could take it are paused"


def go_on(uow: UnitOfWork, event: PauseEnded, lease_seconds: int) -> None:
    """Agents that are resumed keep what they hold for a whole lease, and deadlines count anew."""
    free = list(uow.db.scalars(select(Agent.id).where(agents.concerned(event), ~Agent.is_paused)))
    if free:
        leases.renew(uow.db, free, uow.now, lease_seconds)
    rested = update(Task).where(_rested(event), Task.status != TaskStatus.DONE, Task.escalated_at.is_(None))
    uow.db.execute(rested.values(stirred_at=uow.now, nudged_at=None), execution_options={"synchronize_session": False})


def _rested(event: PauseEnded) -> ColumnElement[bool]:
    if isinstance(event, AgentResumed):
        return Task.assigned_agent_id == event.agent_id
    if isinstance(event, BoardResumed):
        return Task.board_id == event.board_id
    if isinstance(event, GatewayResumed):
        return Task.board_id.in_(select(Board.id).where(Board.gateway_id == event.gateway_id))
    return Task.organization_id == event.organization_id
