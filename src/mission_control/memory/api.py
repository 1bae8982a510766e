"""What other features may know of memory."""

from mission_control.memory.models import BoardGroupMemory, BoardMemory
from mission_control.memory.queries import MemoryFilter, entries, entry, group_entries, newest_messages
from mission_control.memory.schemas import BoardMemoryCreate, BoardMemoryRead
from mission_control.memory.service import note_down, remember

__all__ = [
    "BoardGroupMemory",
    "BoardMemory",
    "BoardMemoryCreate",
    "BoardMemoryRead",
    "MemoryFilter",
    "entries",
    "entry",
    "group_entries",
    "newest_messages",
    "note_down",
    "remember",
]
