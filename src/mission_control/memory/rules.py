"""What makes an entry a message of the chat, and whom it calls. Pure."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from mission_control.tasks.api import mentions

CHAT = "chat"
BROADCAST = "broadcast"
EVERYBODY = "all"


class Callee(Protocol):
    """An agent that can be called by its name."""

    id: UUID
    name: str
    is_board_lead: bool


def is_chat(tags: list[str] | None) -> bool:
    return CHAT in (tags or ())


def called(text: str, agents: Iterable[Callee], author: UUID | None) -> list[UUID]:
    """Those of the agents whom a text calls: by `@name`, `@lead` or `@all`; nobody calls himself."""
    tokens = mentions.tokens(text)
    return [agent.id for agent in agents if agent.id != author and _is_meant(tokens, agent)] if tokens else []


def is_told(tags: list[str] | None, text: str) -> bool:
    """Whether what is written for a group is meant to be heard, and not only kept."""
    return is_chat(tags) or _is_broadcast(tags, text)


def called_in_group(text: str, tags: list[str] | None, agents: Iterable[Callee], author: UUID | None) -> list[UUID]:
    """Whom a text calls that is told to a group: a broadcast calls everybody."""
    if _is_broadcast(tags, text):
        return [agent.id for agent in agents if agent.id != author]
    return called(text, agents, author)


def _is_broadcast(tags: list[str] | None, text: str) -> bool:
    return BROADCAST in (tags or ()) or EVERYBODY in mentions.tokens(text)


def _is_meant(tokens: frozenset[str], agent: Callee) -> bool:
    if EVERYBODY in tokens or (agent.is_board_lead and mentions.LEAD in tokens):
        return True
    return mentions.names(tokens, agent.name)
