"""What other features may know of people."""

from mission_control.identity.leaving import leave_provider
from mission_control.identity.models import (
    LOCAL_USER,
    SERVICE_PREFIX,
    User,
    is_service,
    runs_installation,
    shown_name,
)
from mission_control.identity.schemas import UserUpdate
from mission_control.identity.service import (
    LOCAL_EMAIL,
    LOCAL_NAME,
    get,
    installation_admins,
    known_as,
    name_installation_admin,
    new_user,
    update,
)

__all__ = [
    "LOCAL_EMAIL",
    "LOCAL_NAME",
    "LOCAL_USER",
    "SERVICE_PREFIX",
    "User",
    "UserUpdate",
    "get",
    "installation_admins",
    "is_service",
    "known_as",
    "leave_provider",
    "name_installation_admin",
    "new_user",
    "runs_installation",
    "shown_name",
    "update",
]
