"""What other features may know of messages of agents."""

from mission_control.coordination.queries import waiting_longest

__all__ = ["waiting_longest"]
