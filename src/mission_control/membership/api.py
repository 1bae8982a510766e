"""What other features may know of who belongs to an organization."""

from mission_control.membership.acting import acting_admin, acting_member, new_grant
from mission_control.membership.admitting import accept_waiting, admit
from mission_control.membership.errors import UnknownBoards
from mission_control.membership.queries import boards_among, has_other_admins

__all__ = [
    "UnknownBoards",
    "accept_waiting",
    "acting_admin",
    "acting_member",
    "admit",
    "boards_among",
    "has_other_admins",
    "new_grant",
]
