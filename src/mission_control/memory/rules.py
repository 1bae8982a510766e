"""What makes an entry a message of the chat, and whom it calls. Pure."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from mission_control.tasks.api import mentions

CHAT = "chat"
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


def _is_meant(tokens: frozenset[str], agent: Callee) -> bool:
    if EVERYBODY in tokens or (agent.is_board_lead and mentions.LEAD in tokens):
        return True
    return mentions.names(tokens, agent.name)
