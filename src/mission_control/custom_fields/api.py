"""What other features may know of custom fields."""

from mission_control.custom_fields.queries import has_fields
from mission_control.custom_fields.values import (
    VALUE_ERRORS,
    of_tasks,
    remaining,
    require_fit,
    write_changed,
    write_new,
)

__all__ = ["VALUE_ERRORS", "has_fields", "of_tasks", "remaining", "require_fit", "write_changed", "write_new"]
