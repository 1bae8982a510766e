"""How questions end: an answer, here or as a note in the board's memory, wakes who asked; or people dismiss it."""

from uuid import UUID

from mission_control.agents import api as agents
from mission_control.boards import api as boards
from mission_control.boards.api import Board
from mission_control.coordination import queries, rules
from mission_control.coordination.errors import NotOpen
from mission_control.coordination.events import MessageAnswered, MessageDismissed
from mission_control.coordination.models import AgentMessage, MessageKind, MessageStatus
from mission_control.coordination.sending import letter
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.memory import api as memory
from mission_control.memory.api import BoardMemoryCreate
from mission_control.memory.events import MemoryCreated
from mission_control.provisioning.api import wake


def answer(uow: UnitOfWork, who: UserPrincipal, message_id: UUID, text: str) -> AgentMessage:
    """Write the answer into the board's memory, which closes the question as any answer there does. Raises NotOpen."""
    message = _open(uow, who, message_id)
    note = BoardMemoryCreate(content=text, tags=message.reply_tags, source=message.reply_source, in_reply_to=message.id)
    memory.remember(uow, who, message.board_id, note)
    return message


def dismiss(uow: UnitOfWork, who: UserPrincipal, message_id: UUID, reason: str | None) -> AgentMessage:
    """Say that there will be no answer; who asked is told, and can go on. Raises NotOpen."""
    message = _open(uow, who, message_id)
    message.status, message.closed_at = MessageStatus.DISMISSED, uow.now
    message.answer, message.answered_by = reason, who.name
    words = f"{who.name} dismissed a question of {message.sender_name}"
    uow.emit(
        MessageDismissed(
            organization_id=message.organization_id,
            board_id=message.board_id,
            agent_id=message.sender_agent_id,
            message=words,
            message_id=str(message.id),
        )
    )
    board = uow.db.get_one(Board, message.board_id)
    _tell_sender(uow, message, rules.dismissal_notice(letter(message, board), who.name, reason))
    return message


def close_answered(uow: UnitOfWork, event: MemoryCreated) -> None:
    """A note may be the answer to a question: to the one that it names, else to the oldest that waits for its tags."""
    if event.board_id is None or (event.agent_id and not event.tags):
        return
    named = UUID(event.in_reply_to) if event.in_reply_to else None
    found = named or rules.answered_by(event.tags, queries.open_on(uow.db, event.board_id) if event.tags else [])
    message = queries.hold(uow.db, found, event.board_id) if found else None
    if message is None or (event.agent_id and not _may_answer(uow, event.agent_id, message)):
        return
    uow.db.flush()
    note = memory.entry(uow.db, event.id)
    _close(uow, message, note.content, note.author_name)


def _may_answer(uow: UnitOfWork, agent_id: UUID, message: AgentMessage) -> bool:
    """Whoever asks does not answer himself; for people no agent does, but the one that brings what they said."""
    if message.kind != MessageKind.ASK_USER:
        return agent_id != message.sender_agent_id
    board = uow.db.get_one(Board, message.board_id)
    main = agents.main_of(uow.db, board.gateway_id) if board.gateway_id else None
    return main is not None and agent_id == main.id


def _close(uow: UnitOfWork, message: AgentMessage, text: str, by: str) -> None:
    message.status, message.closed_at = MessageStatus.ANSWERED, uow.now
    message.answer, message.answered_by = text, by
    uow.emit(
        MessageAnswered(
            organization_id=message.organization_id,
            board_id=message.board_id,
            agent_id=message.sender_agent_id,
            message=f"{by} answered a question of {message.sender_name}",
            message_id=str(message.id),
        )
    )
    board = uow.db.get_one(Board, message.board_id)
    _tell_sender(uow, message, rules.answer_notice(letter(message, board), text, by))


def _tell_sender(uow: UnitOfWork, message: AgentMessage, text: str) -> None:
    if message.sender_agent_id:
        wake(uow, [message.sender_agent_id], f"answer:{message.id}", text)


def _open(uow: UnitOfWork, who: UserPrincipal, message_id: UUID) -> AgentMessage:
    message = queries.get(uow.db, who, message_id)
    boards.get_for_change(uow.db, who, message.board_id)
    if message.status != MessageStatus.OPEN:
        told = "wants no answer" if message.status == MessageStatus.TOLD else f"is {message.status} already"
        by = f", by {message.answered_by}" if message.answered_by else ""
        raise NotOpen(f"this message {told}{by}; read it again")
    return message
