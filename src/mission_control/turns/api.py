"""What other features may know of turns."""

from mission_control.turns.models import Outcome, Turn
from mission_control.turns.queries import about_tagged

__all__ = ["Outcome", "Turn", "about_tagged"]
