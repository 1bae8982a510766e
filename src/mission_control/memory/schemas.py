"""Wire shapes of memory."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field

from mission_control.kernel.http.text import RequiredText, ShortText
from mission_control.kernel.schema import Schema

MAX_TAGS = 50


def _clean(tags: list[str]) -> list[str]:
    clean = list(dict.fromkeys(tag for tag in tags if tag))
    if len(clean) > MAX_TAGS:
        raise ValueError(f"write up to {MAX_TAGS} tags")
    return clean


Tags = Annotated[list[ShortText], AfterValidator(_clean)]


class MemoryCreate(Schema):
    """Something to remember; with the tag `chat` it is a message."""

    content: RequiredText = Field(min_length=1, description="Markdown. In the chat, `@name` calls an agent.")
    tags: Tags | None = Field(None, description="`chat` makes it a message; others are free, as `decision` or `plan`.")
    source: ShortText | None = Field(
        None, description="Where it comes from; in the chat the author's name if left out."
    )


class BoardMemoryCreate(MemoryCreate):
    """Something to remember; with the tag `chat` it is a message to everybody on the board."""

    in_reply_to: UUID | None = Field(None, description="The question of an agent that a note answers.")


class BoardGroupMemoryCreate(MemoryCreate):
    """Something to remember for all boards of a group; `chat`, `broadcast` or `@all` have it told."""


class MemoryRead(Schema):
    """An entry, or a message of a chat."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    content: str
    tags: list[str] | None
    source: str | None
    is_chat: bool
    agent_id: UUID | None = Field(description="The author, when that is an agent that still exists.")
    user_id: UUID | None = Field(description="The author, when that is a person.")
    author_name: str = Field(description="As it was when this was written.")
    mentioned_agent_ids: list[UUID] = Field(description="The agents that a message calls.")
    created_at: datetime


class BoardMemoryRead(MemoryRead):
    """An entry of a board's memory, or a message of its chat."""

    board_id: UUID


class BoardGroupMemoryRead(MemoryRead):
    """An entry of a group's memory, or a message of its chat."""

    board_group_id: UUID
