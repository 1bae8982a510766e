"""Use cases of memory."""

from uuid import UUID, uuid4

from mission_control.agents import api as agents
from mission_control.boards import api as boards
from mission_control.boards.api import Board
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.errors import Forbidden
from mission_control.kernel.http.pagination import Found, Window, page_of
from mission_control.kernel.security.principals import AgentPrincipal, Principal, UserPrincipal
from mission_control.memory import queries, rules
from mission_control.memory.events import ChatMessagePosted, MemoryCreated, MemoryDeleted
from mission_control.memory.models import BoardMemory
from mission_control.memory.queries import MemoryFilter
from mission_control.memory.schemas import BoardMemoryCreate


class PeoplePause(Forbidden):
    """`/pause` and `/resume` in the chat are for who may press the button."""

    code = "people_only"


def listed(
    uow: UnitOfWork, principal: Principal, board_id: UUID, wanted: MemoryFilter, window: Window
) -> Found[BoardMemory]:
    board = boards.get(uow.db, principal, board_id)
    return page_of(uow.db, queries.entries(uow.db, board.id, wanted), window)


def remember(uow: UnitOfWork, principal: Principal, board_id: UUID, body: BoardMemoryCreate) -> BoardMemory:
    """Add an entry, and tell of it under its own id. Raises PeoplePause."""
    board = boards.get_for_change(uow.db, principal, board_id)
    agent_id = principal.agent_id if isinstance(principal, AgentPrincipal) else None
    is_chat = rules.is_chat(body.tags)
    command = rules.command(body.content) if is_chat else None
    if command:
        _obey(uow, principal, board.id, command)
    audience = _audience(uow, board, body.content, agent_id) if is_chat and not command else rules.NOBODY
    entry = BoardMemory(
        content=body.content,
        tags=body.tags,
        is_chat=is_chat,
        source=body.source or (principal.name if is_chat else None),
        agent_id=agent_id,
        user_id=principal.user_id if isinstance(principal, UserPrincipal) else None,
        author_name=principal.name,
        mentioned_agent_ids=[str(agent) for agent in audience.called],
    )
    return _add(uow, board, entry, body.in_reply_to, audience)


def _obey(uow: UnitOfWork, principal: Principal, board_id: UUID, command: rules.Command) -> None:
    """Do what a person with the right to write on the board says, as the button does."""
    if not isinstance(principal, UserPrincipal):
        raise PeoplePause(f"{command} in the chat is for people who may write on the board; say it in other words")
    if command is rules.Command.PAUSE:
        boards.pause(uow, principal, board_id, None)
    else:
        boards.resume(uow, principal, board_id)


def _audience(uow: UnitOfWork, board: Board, text: str, author: UUID | None) -> rules.Audience:
    crew = agents.of_board(uow.db, board.id)
    here, since = BoardMemory.board_id == board.id, uow.now - rules.AMONG_THEMSELVES
    said = queries.said_by_agents(uow.db, here, BoardMemory, since) if author else 0
    return rules.audience(rules.called(text, crew, author), crew, author, said=said)


def note_down(
    uow: UnitOfWork, board: Board, content: str, *, tags: list[str], source: str, author: str, called: UUID | None
) -> BoardMemory:
    """A note of the product itself, which calls an agent of the board."""
    entry = BoardMemory(
        content=content,
        tags=tags,
        is_chat=False,
        source=source,
        author_name=author,
        mentioned_agent_ids=[str(called)] if called else [],
    )
    return _add(uow, board, entry)


def _add(
    uow: UnitOfWork,
    board: Board,
    entry: BoardMemory,
    in_reply_to: UUID | None = None,
    audience: rules.Audience = rules.NOBODY,
) -> BoardMemory:
    entry.id = uuid4()
    entry.organization_id = board.organization_id
    entry.board_id = board.id
    entry.created_at = uow.now
    uow.db.add(entry)
    uow.emit(_told(entry, board.name, in_reply_to, audience))
    return entry


def forget(uow: UnitOfWork, principal: Principal, board_id: UUID, memory_id: UUID) -> None:
    """Delete an entry: somebody may have pasted what nobody should read."""
    board = boards.get_for_change(uow.db, principal, board_id)
    entry = queries.get(uow.db, board, memory_id)
    what = "A message" if entry.is_chat else "A note"
    uow.emit(
        MemoryDeleted(
            organization_id=board.organization_id,
            board_id=board.id,
            message=f"{what} of {entry.author_name} on {board.name} was deleted",
            memory_id=str(entry.id),
            is_chat=entry.is_chat,
        )
    )
    uow.db.delete(entry)


def _told(
    entry: BoardMemory, board_name: str, in_reply_to: UUID | None, audience: rules.Audience
) -> ChatMessagePosted | MemoryCreated:
    tags = entry.tags or []
    if not entry.is_chat:
        return MemoryCreated(
            id=entry.id,
            organization_id=entry.organization_id,
            board_id=entry.board_id,
            agent_id=entry.agent_id,
            message=f"{entry.author_name} wrote a note on {board_name}",
            tags=tags,
            in_reply_to=str(in_reply_to) if in_reply_to else None,
        )
    return ChatMessagePosted(
        id=entry.id,
        organization_id=entry.organization_id,
        board_id=entry.board_id,
        agent_id=entry.agent_id,
        message=f"{entry.author_name} wrote in the chat of {board_name}",
        tags=tags,
        **audience.shown(),
    )
