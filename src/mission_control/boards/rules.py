"""What a principal may get to know as it happens. Pure."""

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from mission_control.kernel.security.principals import Principal, UserPrincipal


class Placed(Protocol):
    """Something that happened in an organization, on a board or beside all boards."""

    organization_id: UUID
    board_id: UUID | None
    agent_id: UUID | None


def sees(principal: Principal) -> Callable[[Placed], bool]:
    """Whether the principal may know of an event: those of boards that it may read, and of its organization."""
    if isinstance(principal, UserPrincipal):
        return lambda event: (
            event.organization_id == principal.organization_id
            and (event.board_id is None or principal.can_read(event.board_id))
        )
    return lambda event: (
        event.organization_id == principal.organization_id
        and (
            event.agent_id == principal.agent_id
            or (event.board_id is not None and event.board_id == principal.board_id)
        )
    )
