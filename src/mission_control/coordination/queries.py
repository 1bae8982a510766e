"""Every SELECT of messages; those for people start from the boards that they may read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from mission_control.boards.api import Board
from mission_control.boards.api import visible_to as visible_boards
from mission_control.coordination.models import AgentMessage, MessageKind, MessageStatus
from mission_control.kernel.db.locks import locked
from mission_control.kernel.http.errors import NotFound
from mission_control.kernel.security.principals import Principal

MessageRow = Row[AgentMessage, str]
MessageRows = Select[AgentMessage, str]


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """Which messages are asked for; what is not given does not narrow it."""

    status: str | None = None
    kind: str | None = None
    board_id: UUID | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        columns = {
            AgentMessage.status: self.status,
            AgentMessage.kind: self.kind,
            AgentMessage.board_id: self.board_id,
        }
        return [column == value for column, value in columns.items() if value is not None]


def _rows() -> MessageRows:
    return select(AgentMessage, Board.name).join(Board, Board.id == AgentMessage.board_id)


def visible_to(principal: Principal) -> MessageRows:
    """(message, board name), newest first."""
    boards = visible_boards(principal).with_only_columns(Board.id)
    mine = AgentMessage.organization_id == principal.organization_id
    found = _rows().where(mine, AgentMessage.board_id.in_(boards))
    return found.order_by(AgentMessage.created_at.desc(), AgentMessage.id.desc())


def waiting_longest(principal: Principal, most: int) -> MessageRows:
    """What people are asked, and have not answered."""
    waiting = visible_to(principal).where(
        AgentMessage.status == MessageStatus.OPEN, AgentMessage.kind == MessageKind.ASK_USER
    )
    return waiting.order_by(None).order_by(AgentMessage.created_at, AgentMessage.id).limit(most)


def by_ids(db: Session, ids: Collection[UUID]) -> dict[UUID, MessageRow]:
    return {row[0].id: row for row in db.execute(_rows().where(AgentMessage.id.in_(ids)))} if ids else {}


def get(db: Session, principal: Principal, message_id: UUID) -> AgentMessage:
    """Locked. Raises NotFound for messages of other tenants."""
    message = locked(db, AgentMessage, message_id)
    if message is None or message.organization_id != principal.organization_id:
        raise NotFound
    return message


def hold(db: Session, message_id: UUID, board_id: UUID | None) -> AgentMessage | None:
    """Locked and read anew, if it is a message of this board that waits for an answer."""
    message = locked(db, AgentMessage, message_id)
    is_it = message is not None and message.board_id == board_id and message.status == MessageStatus.OPEN
    return message if is_it else None


def open_on(db: Session, board_id: UUID) -> list[tuple[UUID, list[str]]]:
    """(id, tags of the answer), the oldest first."""
    found = select(AgentMessage.id, AgentMessage.reply_tags).where(
        AgentMessage.board_id == board_id, AgentMessage.status == MessageStatus.OPEN
    )
    return [(row[0], row[1]) for row in db.execute(found.order_by(AgentMessage.created_at, AgentMessage.id))]


def last_nudge_of(db: Session, agent_id: UUID) -> datetime | None:
    return db.scalar(
        select(func.max(AgentMessage.created_at)).where(
            AgentMessage.recipient_agent_id == agent_id, AgentMessage.kind == MessageKind.NUDGE
        )
    )


def boards_of_gateway(principal: Principal) -> Select[Board]:
    """Those that a gateway's main agent may speak to, the newest first."""
    return visible_boards(principal).order_by(Board.created_at.desc(), Board.id)
