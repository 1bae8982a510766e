"""What other features may know of organizations."""

from mission_control.organizations.models import Member, Organization
from mission_control.organizations.service import join, oldest_place_of, principal_in, principal_of

__all__ = ["Member", "Organization", "join", "oldest_place_of", "principal_in", "principal_of"]
