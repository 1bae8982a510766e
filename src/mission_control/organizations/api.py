"""What other features may know of organizations."""

from mission_control.organizations.models import Member, Organization
from mission_control.organizations.service import join_local_user, principal_of_local_user

__all__ = ["Member", "Organization", "join_local_user", "principal_of_local_user"]
