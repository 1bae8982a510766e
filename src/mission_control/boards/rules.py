"""What a principal may get to know as it happens, and the slugs of groups. Pure."""

import re
from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from mission_control.kernel.events.envelope import Topic
from mission_control.kernel.security.principals import Principal, UserPrincipal

ALL_BOARDS_ONLY = frozenset({Topic.BOARD_GROUPS})
"""Topics of things that span boards: whoever reads only some of the boards is not told of them as they happen."""


class Placed(Protocol):
    """Something that happened in an organization, on a board or beside all boards."""

    organization_id: UUID
    board_id: UUID | None
    agent_id: UUID | None
    topic: str


def sees(principal: Principal) -> Callable[[Placed], bool]:
    """Whether the principal may know of an event: those of boards that it may read, and of its organization."""
    if isinstance(principal, UserPrincipal):
        return lambda event: (
            event.organization_id == principal.organization_id
            and (
                principal.can_read(event.board_id)
                if event.board_id
                else principal.reads_all_boards or event.topic not in ALL_BOARDS_ONLY
            )
        )
    return lambda event: (
        event.organization_id == principal.organization_id
        and (
            event.agent_id == principal.agent_id
            or (event.board_id is not None and event.board_id == principal.board_id)
        )
    )


def slug_of(name: str) -> str:
    """A name as part of an address; empty when it has neither a Latin letter nor a digit."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
