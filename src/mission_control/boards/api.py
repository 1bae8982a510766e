"""What other features may know of boards."""

from mission_control.boards.models import Board, BoardAccessGrant
from mission_control.boards.queries import get, get_for_change, grants_of, visible_to, with_deadlines
from mission_control.boards.rules import sees
from mission_control.boards.schemas import BoardRead, Moment

__all__ = [
    "Board",
    "BoardAccessGrant",
    "BoardRead",
    "Moment",
    "get",
    "get_for_change",
    "grants_of",
    "sees",
    "visible_to",
    "with_deadlines",
]
