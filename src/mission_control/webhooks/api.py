"""What other features may know of webhooks."""

from mission_control.webhooks.queries import Unheard, unheard
from mission_control.webhooks.rules import short
from mission_control.webhooks.telling import could_not_be_told, tell_another, was_told

__all__ = ["Unheard", "could_not_be_told", "short", "tell_another", "unheard", "was_told"]
