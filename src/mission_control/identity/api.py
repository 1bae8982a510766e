"""What other features may know of people."""

from mission_control.identity.models import User
from mission_control.identity.service import is_local_user, local_user, new_local_user

__all__ = ["User", "is_local_user", "local_user", "new_local_user"]
