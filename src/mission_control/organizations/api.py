"""What other features may know of organizations."""

from mission_control.organizations.models import Member, Organization
from mission_control.organizations.places import PLACE, oldest_place_of, principal_at, principal_in, principal_of
from mission_control.organizations.service import found, join

__all__ = [
    "PLACE",
    "Member",
    "Organization",
    "found",
    "join",
    "oldest_place_of",
    "principal_at",
    "principal_in",
    "principal_of",
]
