"""Who answers for a subscription: an administrator who may see all that it is told, at any time that it is told."""

from collections.abc import Collection
from uuid import UUID

from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.membership.api import boards_among
from mission_control.subscriptions import queries
from mission_control.subscriptions.models import EventSubscription

_TAKE_OVER = "an administrator who can, and resumes it, answers for it from then on"


def keeper_or_reason(uow: UnitOfWork, subscription: EventSubscription) -> UserPrincipal | str:
    """Who answers for it, or why nobody does who could."""
    keeper = queries.keeper(uow.db, subscription)
    if keeper is None or not keeper.role.is_admin:
        return f"nobody who administers this organization answers for where its events go; {_TAKE_OVER}"
    if subscription.board_ids is None:
        reads_all = keeper.reads_all_boards
    else:
        reads_all = not unreadable(uow, keeper, list(map(UUID, subscription.board_ids)))
    if not reads_all:
        return f"{keeper.name}, who answers for it, can no longer read all of its boards; {_TAKE_OVER}"
    return keeper


def unreadable(uow: UnitOfWork, person: UserPrincipal, board_ids: Collection[UUID]) -> set[UUID]:
    """Those of these boards that somebody cannot read; nobody needs to read what is gone."""
    hidden = {board_id for board_id in board_ids if not person.can_read(board_id)}
    return boards_among(uow.db, person, hidden) if hidden else hidden
