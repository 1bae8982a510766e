"""What other features may know of memory."""

from mission_control.memory.models import BoardMemory
from mission_control.memory.queries import newest_messages
from mission_control.memory.schemas import BoardMemoryRead
from mission_control.memory.service import note_down

__all__ = ["BoardMemory", "BoardMemoryRead", "newest_messages", "note_down"]
