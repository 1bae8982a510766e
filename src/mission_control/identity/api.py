"""What other features may know of people."""

from mission_control.identity.models import SERVICE_PREFIX, User
from mission_control.identity.schemas import UserUpdate
from mission_control.identity.service import LOCAL_EMAIL, LOCAL_NAME, LOCAL_USER, get, known_as, new_user, update

__all__ = [
    "LOCAL_EMAIL",
    "LOCAL_NAME",
    "LOCAL_USER",
    "SERVICE_PREFIX",
    "User",
    "UserUpdate",
    "get",
    "known_as",
    "new_user",
    "update",
]
