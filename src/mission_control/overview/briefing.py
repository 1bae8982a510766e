"""What an agent should know before it does anything: one call instead of one for each thing."""

from mission_control.agents import api as agents
from mission_control.boards import api as boards
from mission_control.boards.api import Board
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import AgentPrincipal
from mission_control.memory.api import BoardGroupMemory, BoardMemory
from mission_control.overview import brief_queries as queries
from mission_control.overview.brief_schemas import AgentBrief, BriefApproval, BriefBoard, BriefEntry, BriefTask
from mission_control.tasks.api import TaskStatus

SHOWN_CHARACTERS = 800


def brief(uow: UnitOfWork, who: AgentPrincipal) -> AgentBrief:
    agent = agents.own(uow, who)
    state = agents.state_of(uow.db, agent, uow.now)
    board = boards.get(uow.db, who, who.board_id) if who.board_id else None
    return AgentBrief(
        agent_id=agent.id,
        name=agent.name,
        role=who.kind.value,
        status=state.status,
        status_reason=state.reason,
        pauses=[it.words for it in agents.pauses_of(uow.db, [agent]).get(agent.id, [])],
        board=BriefBoard.model_validate(board) if board else None,
        held=_tasks(uow, who, TaskStatus.IN_PROGRESS),
        waiting=_tasks(uow, who, TaskStatus.INBOX),
        free_tasks=queries.free_tasks(uow.db, board) if board else 0,
        to_review=_tasks(uow, who, TaskStatus.REVIEW),
        pending_approvals=_approvals(uow, who),
        chat=[_shown(it) for it in queries.unread(uow.db, who, board.id)] if board else [],
        group_chat=[_shown(it) for it in queries.unread_of_group(uow.db, who, board)] if board else [],
        notes=_notes(uow, board),
    )


def _tasks(uow: UnitOfWork, who: AgentPrincipal, status: TaskStatus) -> list[BriefTask]:
    found = queries.own_tasks(uow.db, who, status) if who.board_id else []
    return [BriefTask.model_validate(task) for task in found]


def _approvals(uow: UnitOfWork, who: AgentPrincipal) -> list[BriefApproval]:
    found = queries.pending_approvals(uow.db, who) if who.board_id else []
    return [BriefApproval.model_validate(approval) for approval in found]


def _notes(uow: UnitOfWork, board: Board | None) -> list[BriefEntry]:
    return [_shown(it) for it in queries.newest_notes(uow.db, board.id)] if board else []


def _shown(entry: BoardMemory | BoardGroupMemory) -> BriefEntry:
    shown = BriefEntry.model_validate(entry)
    if len(shown.content) > SHOWN_CHARACTERS:
        shown.content = f"{shown.content[: SHOWN_CHARACTERS - 1]}…"
    return shown
