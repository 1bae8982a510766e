"""What other features may know of templates."""

from mission_control.templates.models import TaskTemplate
from mission_control.templates.queries import failing

__all__ = ["TaskTemplate", "failing"]
