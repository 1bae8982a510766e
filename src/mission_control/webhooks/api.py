"""What other features may know of webhooks."""

from mission_control.webhooks.queries import Unheard, unheard
from mission_control.webhooks.rules import short

__all__ = ["Unheard", "short", "unheard"]
