"""Use cases of the memory of board groups."""

from uuid import UUID, uuid4

from mission_control.agents import api as agents
from mission_control.agents.api import Agent
from mission_control.boards import api as boards
from mission_control.boards.api import BoardGroup
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.errors import Unprocessable
from mission_control.kernel.http.pagination import Found, Window, page_of, page_of_list
from mission_control.kernel.security.principals import AgentPrincipal, Principal, UserPrincipal
from mission_control.memory import queries, rules
from mission_control.memory.events import GroupChatMessagePosted, GroupMemoryCreated, GroupMemoryDeleted
from mission_control.memory.models import BoardGroupMemory
from mission_control.memory.queries import MemoryFilter
from mission_control.memory.schemas import BoardGroupMemoryCreate


class BoardGroupRequired(Unprocessable):
    code = "board_group_required"


def listed(
    uow: UnitOfWork, principal: Principal, group_id: UUID, wanted: MemoryFilter, window: Window
) -> Found[BoardGroupMemory]:
    group = boards.get_group(uow.db, principal, group_id)
    return page_of(uow.db, queries.group_entries(uow.db, group.id, wanted), window)


def listed_around(
    uow: UnitOfWork, principal: Principal, board_id: UUID, wanted: MemoryFilter, window: Window
) -> Found[BoardGroupMemory]:
    """What the group of a board has; nothing for a board that is in none."""
    group_id = boards.get(uow.db, principal, board_id).board_group_id
    if group_id is None:
        return page_of_list([], window)
    return page_of(uow.db, queries.group_entries(uow.db, group_id, wanted), window)


def remember(
    uow: UnitOfWork, principal: UserPrincipal, group_id: UUID, body: BoardGroupMemoryCreate
) -> BoardGroupMemory:
    return _add(uow, principal, boards.get_group_for_change(uow.db, principal, group_id), body)


def remember_around(
    uow: UnitOfWork, principal: Principal, board_id: UUID, body: BoardGroupMemoryCreate
) -> BoardGroupMemory:
    """Write for the group of a board. Raises BoardGroupRequired for a board that is in none."""
    board = boards.get_for_change(uow.db, principal, board_id)
    group = boards.group_of_tenant(uow.db, principal, board.board_group_id) if board.board_group_id else None
    if group is None:
        raise BoardGroupRequired("this board is in no group; put it into one, or write on the board itself")
    return _add(uow, principal, group, body)


def forget(uow: UnitOfWork, principal: UserPrincipal, group_id: UUID, memory_id: UUID) -> None:
    """Delete an entry: somebody may have pasted what nobody should read."""
    group = boards.get_group_for_change(uow.db, principal, group_id)
    entry = queries.get_of_group(uow.db, group, memory_id)
    what = "A message" if entry.is_chat else "A note"
    uow.emit(
        GroupMemoryDeleted(
            organization_id=group.organization_id,
            message=f"{what} of {entry.author_name} in the group {group.name} was deleted",
            board_group_id=str(group.id),
            board_ids=_board_ids(uow, group),
            memory_id=str(entry.id),
            is_chat=entry.is_chat,
        )
    )
    uow.db.delete(entry)


def _add(uow: UnitOfWork, principal: Principal, group: BoardGroup, body: BoardGroupMemoryCreate) -> BoardGroupMemory:
    agent_id = principal.agent_id if isinstance(principal, AgentPrincipal) else None
    told = rules.is_told(body.tags, body.content)
    hearers = agents.of_group(uow.db, group.id, principal) if told else []
    audience = _audience(uow, group, body, hearers, agent_id) if told else rules.NOBODY
    entry = BoardGroupMemory(
        id=uuid4(),
        organization_id=group.organization_id,
        board_group_id=group.id,
        content=body.content,
        tags=body.tags,
        is_chat=rules.is_chat(body.tags),
        source=body.source or (principal.name if told else None),
        agent_id=agent_id,
        user_id=principal.user_id if isinstance(principal, UserPrincipal) else None,
        author_name=principal.name,
        mentioned_agent_ids=[str(agent) for agent in audience.called],
        created_at=uow.now,
    )
    uow.db.add(entry)
    uow.emit(_told(uow, entry, group, audience))
    return entry


def _audience(
    uow: UnitOfWork, group: BoardGroup, body: BoardGroupMemoryCreate, hearers: list[Agent], author: UUID | None
) -> rules.Audience:
    called = rules.called_in_group(body.content, body.tags, hearers, author)
    here, since = BoardGroupMemory.board_group_id == group.id, uow.now - rules.AMONG_THEMSELVES
    said = queries.said_by_agents(uow.db, here, BoardGroupMemory, since) if author else 0
    return rules.audience(called, hearers, author, said=said, to_all=rules.is_broadcast(body.tags, body.content))


def _told(
    uow: UnitOfWork, entry: BoardGroupMemory, group: BoardGroup, audience: rules.Audience
) -> GroupChatMessagePosted | GroupMemoryCreated:
    board_ids = _board_ids(uow, group)
    if not entry.is_chat:
        return GroupMemoryCreated(
            id=entry.id,
            organization_id=entry.organization_id,
            agent_id=entry.agent_id,
            message=f"{entry.author_name} wrote a note for the group {group.name}",
            board_group_id=str(group.id),
            board_ids=board_ids,
            tags=entry.tags or [],
            **audience.shown(),
        )
    return GroupChatMessagePosted(
        id=entry.id,
        organization_id=entry.organization_id,
        agent_id=entry.agent_id,
        message=f"{entry.author_name} wrote in the chat of the group {group.name}",
        board_group_id=str(group.id),
        board_ids=board_ids,
        tags=entry.tags or [],
        **audience.shown(),
    )


def _board_ids(uow: UnitOfWork, group: BoardGroup) -> list[str]:
    return [str(board.id) for board in boards.boards_of_group(uow.db, group.id)]
