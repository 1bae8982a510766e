"""What a principal may get to know as it happens, and the slugs of groups. Pure."""

import re
from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

from mission_control.kernel.events.envelope import FOR_MEMBERS, PERSON, Topic
from mission_control.kernel.security.principals import Principal, UserPrincipal

ALL_BOARDS_ONLY = frozenset({Topic.BOARD_GROUPS, Topic.GROUP_MEMORY})
"""Topics of things that span boards: in lists they are for those who read all boards."""
BOARD_IDS = "board_ids"
"""In the payload of what is said to a group: its boards at that time. Whoever reads one of them hears it."""


class Placed(Protocol):
    """Something that happened in an organization, on a board or beside all boards."""

    organization_id: UUID
    board_id: UUID | None
    agent_id: UUID | None
    type: str
    topic: str
    payload: dict[str, Any]


def sees(principal: Principal) -> Callable[[Placed], bool]:
    """Whether the principal may know of an event: those of boards that it may read, and of its organization."""
    if isinstance(principal, UserPrincipal):
        return lambda event: event.organization_id == principal.organization_id and _person_sees(principal, event)
    return lambda event: (
        event.organization_id == principal.organization_id
        and (
            event.agent_id == principal.agent_id
            or (event.board_id is not None and event.board_id == principal.board_id)
            or principal.board_id in _spoken_to(event)
        )
    )


def _person_sees(principal: UserPrincipal, event: Placed) -> bool:
    if event.board_id:
        return principal.can_read(event.board_id)
    if event.topic in ALL_BOARDS_ONLY:
        return principal.reads_all_boards or any(map(principal.can_read, _spoken_to(event)))
    is_about_them = event.payload.get(PERSON) == str(principal.user_id)
    return principal.role.is_admin or event.type in FOR_MEMBERS or is_about_them


def _spoken_to(event: Placed) -> frozenset[UUID]:
    """The boards of the group that something was said to."""
    if event.topic != Topic.GROUP_MEMORY:
        return frozenset()
    return frozenset(UUID(board_id) for board_id in event.payload.get(BOARD_IDS, ()))


def slug_of(name: str) -> str:
    """A name as part of an address; empty when it has neither a Latin letter nor a digit."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
