"""Wire shapes of a group's boards with what is on them."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from mission_control.boards.api import BoardGroupRead, BoardRead
from mission_control.kernel.schema import Schema
from mission_control.tags.api import TagRef


class BoardGroupTaskSummary(Schema):
    id: UUID
    board_id: UUID
    board_name: str
    title: str
    status: str
    priority: str
    assigned_agent_id: UUID | None
    assignee: str | None
    due_at: datetime | None
    in_progress_at: datetime | None
    tags: list[TagRef]
    created_at: datetime
    updated_at: datetime


class BoardGroupBoardSnapshot(Schema):
    board: BoardRead
    task_counts: dict[str, int] = Field(description="By status, of those that occur.")
    tasks: list[BoardGroupTaskSummary] = Field(
        description="What is worked on first, then what waits, the most urgent first."
    )


class BoardGroupSnapshot(Schema):
    """Boards that belong together, with what happens on each."""

    group: BoardGroupRead | None
    boards: list[BoardGroupBoardSnapshot]
