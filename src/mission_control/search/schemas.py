"""Wire shapes of search."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from mission_control.kernel.schema import Schema


class Kind(StrEnum):
    TASK = "task"
    COMMENT = "comment"
    MEMORY = "memory"
    CHAT = "chat"


class Part(Schema):
    """A piece of text; a snippet is its pieces in their order."""

    text: str
    match: bool = Field(description="Whether this piece is one of the words that were looked for.")


class SearchHit(Schema):
    """Something that was found, and where it is."""

    kind: Kind
    id: UUID = Field(description="Of the task, the comment or the entry of memory.")
    board_id: UUID | None = Field(description="Null for what is of a group of boards; the group may have no board.")
    board_name: str | None
    board_group_id: UUID | None = Field(
        description="The group whose note or message it is; null for what is of a board."
    )
    board_group_name: str | None
    task_id: UUID | None = Field(description="The task, or the one that the comment is about.")
    task_title: str | None
    task_status: str | None
    title: list[Part] = Field(description="The title of a task, in pieces; empty for what has none.")
    snippet: list[Part] = Field(description="The place in the text that was found, in pieces of plain text.")
    created_at: datetime
