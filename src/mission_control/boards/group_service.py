"""Use cases of board groups."""

from typing import Any
from uuid import UUID, uuid4

from mission_control.boards import group_queries
from mission_control.boards.events import BoardGroupCreated, BoardGroupDeleted, BoardGroupUpdated, BoardUpdated
from mission_control.boards.group_schemas import BoardGroupCreate, BoardGroupUpdate
from mission_control.boards.models import Board, BoardGroup
from mission_control.boards.rules import slug_of
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.pagination import Found, Window, page_of
from mission_control.kernel.http.versions import require_version
from mission_control.kernel.security.principals import Principal, UserPrincipal


def listed(uow: UnitOfWork, principal: Principal, window: Window) -> Found[BoardGroup]:
    return page_of(uow.db, group_queries.by_name(group_queries.visible_to(principal)), window)


def create(uow: UnitOfWork, principal: UserPrincipal, body: BoardGroupCreate) -> BoardGroup:
    group = BoardGroup(
        organization_id=principal.organization_id,
        name=body.name,
        slug=_slug(body.slug, body.name),
        description=body.description,
        version=1,
        created_at=uow.now,
        updated_at=uow.now,
    )
    uow.db.add(group)
    uow.db.flush()
    uow.emit(BoardGroupCreated(**_place(group), message=f"Board group {group.name} was created", name=group.name))
    return group


def update(uow: UnitOfWork, principal: UserPrincipal, group_id: UUID, body: BoardGroupUpdate) -> BoardGroup:
    group = group_queries.get_for_change(uow.db, principal, group_id)
    require_version(uow, group)
    wanted = body.changes()
    if "slug" in wanted:
        wanted["slug"] = _slug(wanted["slug"], wanted.get("name", group.name))
    changes = {name: value for name, value in wanted.items() if getattr(group, name) != value}
    if not changes:
        return group
    before = {name: getattr(group, name) for name in changes}
    for name, value in changes.items():
        setattr(group, name, value)
    group.updated_at = uow.now
    group.version += 1
    message = f"Board group {group.name}: {', '.join(sorted(changes))} changed"
    uow.emit(BoardGroupUpdated(**_place(group), message=message, before=before, after=changes))
    return group


def delete(uow: UnitOfWork, principal: UserPrincipal, group_id: UUID) -> None:
    """Delete a group; its boards stay, each in a new version without it."""
    group = group_queries.get_for_change(uow.db, principal, group_id)
    boards = group_queries.boards_of(uow.db, group_id)
    for board in boards:
        board.board_group_id = None
        board.updated_at = uow.now
        board.version += 1
    # All have left before the first is told of: none is left that the others could leave.
    uow.db.flush()
    for board in boards:
        _tell_that_it_left(uow, board, group)
    uow.emit(BoardGroupDeleted(**_place(group), message=f"Board group {group.name} was deleted", name=group.name))
    uow.db.delete(group)


def _tell_that_it_left(uow: UnitOfWork, board: Board, group: BoardGroup) -> None:
    uow.emit(
        BoardUpdated(
            organization_id=board.organization_id,
            board_id=board.id,
            message=f"Board {board.name} left the group {group.name}, which was deleted",
            before={"board_group_id": group.id},
            after={"board_group_id": None},
        )
    )


def _slug(given: str, name: str) -> str:
    """As it was given, unless it is blank: then from the name, or made up when that yields nothing."""
    return given if given.strip() else slug_of(name) or uuid4().hex


def _place(group: BoardGroup) -> dict[str, Any]:
    return {"organization_id": group.organization_id, "group_id": group.id}
