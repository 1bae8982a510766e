"""What people do to files of agents. No event holds a file's content: an agent's memory is in it."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class AgentFileWritten(Event):
    type: ClassVar[str] = "agent.file.written"
    topic: ClassVar[Topic] = Topic.AGENTS

    board_id: UUID | None = None
    agent_id: UUID | None = None
    file: str
