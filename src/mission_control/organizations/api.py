"""What other features may know of organizations."""

from mission_control.organizations.models import Member, Organization
from mission_control.organizations.service import found, join, oldest_place_of, principal_as, principal_in, principal_of

__all__ = ["Member", "Organization", "found", "join", "oldest_place_of", "principal_as", "principal_in", "principal_of"]
