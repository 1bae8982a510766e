"""What other features may know of boards."""

from mission_control.boards.emptying import empty_organization, held_in_numbers
from mission_control.boards.group_queries import boards_of as boards_of_group
from mission_control.boards.group_queries import get as get_group
from mission_control.boards.group_queries import get_for_change as get_group_for_change
from mission_control.boards.group_queries import ids as group_ids
from mission_control.boards.group_queries import of_tenant as group_of_tenant
from mission_control.boards.group_queries import visible_to as visible_groups
from mission_control.boards.group_schemas import BoardGroupRead
from mission_control.boards.models import Board, BoardAccessGrant, BoardGroup
from mission_control.boards.queries import by_name, get, get_for_change, grants_of, visible_to, with_deadlines
from mission_control.boards.reading import pauses_of, read_model, read_models
from mission_control.boards.rules import ALL_BOARDS_ONLY, sees
from mission_control.boards.schemas import BoardRead, BoardUpdate, Moment
from mission_control.boards.service import IncompleteGoal, pause, resume, update

__all__ = [
    "ALL_BOARDS_ONLY",
    "Board",
    "BoardAccessGrant",
    "BoardGroup",
    "BoardGroupRead",
    "BoardRead",
    "BoardUpdate",
    "IncompleteGoal",
    "Moment",
    "boards_of_group",
    "by_name",
    "empty_organization",
    "get",
    "get_for_change",
    "get_group",
    "get_group_for_change",
    "grants_of",
    "group_ids",
    "group_of_tenant",
    "held_in_numbers",
    "pause",
    "pauses_of",
    "read_model",
    "read_models",
    "resume",
    "sees",
    "update",
    "visible_groups",
    "visible_to",
    "with_deadlines",
]
