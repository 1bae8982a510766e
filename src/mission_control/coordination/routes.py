"""Messages of agents, for people: what was said, and the questions that wait for them."""

from typing import Annotated, cast
from uuid import UUID

from fastapi import Depends

from mission_control.coordination import answering, errors, queries, reading
from mission_control.coordination.models import MessageKind, MessageStatus
from mission_control.coordination.queries import MessageFilter
from mission_control.coordination.schemas import AgentMessageRead, MessageAnswer, MessageDismissal
from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.pagination import Page, Paged, page_of_rows
from mission_control.kernel.http.router import CurrentPrincipal, Read, Router, Write
from mission_control.kernel.security.principals import UserPrincipal

router = Router(prefix="/api/v1/agent-messages", tags=["agent-messages"])
WRITER = Access(user=UserLevel.MEMBER, board="write")


async def _filter(
    status: MessageStatus | None = None, kind: MessageKind | None = None, board_id: UUID | None = None
) -> MessageFilter:
    return MessageFilter(status, kind, board_id)


@router.declare("GET", "", access=Access(user=UserLevel.MEMBER))
def list_agent_messages(
    wanted: Annotated[MessageFilter, Depends(_filter)], window: Paged, who: CurrentPrincipal, uow: Read
) -> Page[AgentMessageRead]:
    """What agents told each other and asked people, on all boards that the caller may read, newest first."""
    found = page_of_rows(uow.db, queries.visible_to(who).where(*wanted.conditions()), window)
    return Page[AgentMessageRead].of(found.shown_as(reading.read_models(uow.db, found.rows, uow.now)))


@router.declare("POST", "/{message_id}/answer", access=WRITER, errors=(errors.NotOpen,))
def answer_agent_message(message_id: UUID, body: MessageAnswer, who: CurrentPrincipal, uow: Write) -> AgentMessageRead:
    """Answer a question: who asked is woken, and the board's memory keeps it."""
    message = answering.answer(uow, cast(UserPrincipal, who), message_id, body.answer)
    uow.db.flush()
    return reading.read_model(uow.db, message, uow.now)


@router.declare("POST", "/{message_id}/dismiss", access=WRITER, errors=(errors.NotOpen,))
def dismiss_agent_message(
    message_id: UUID, body: MessageDismissal, who: CurrentPrincipal, uow: Write
) -> AgentMessageRead:
    """Close a question without an answer; who asked is told why."""
    message = answering.dismiss(uow, cast(UserPrincipal, who), message_id, body.reason)
    uow.db.flush()
    return reading.read_model(uow.db, message, uow.now)
