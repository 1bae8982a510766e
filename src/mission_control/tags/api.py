"""What other features may know of tags."""

from mission_control.tags.queries import is_tagged, of_tasks
from mission_control.tags.schemas import TagRef
from mission_control.tags.service import UnknownTags, put_on, remaining, replace_on, require

__all__ = ["TagRef", "UnknownTags", "is_tagged", "of_tasks", "put_on", "remaining", "replace_on", "require"]
