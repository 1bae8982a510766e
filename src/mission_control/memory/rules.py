"""What makes an entry a message of the chat, whom it calls, and who is woken for it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from mission_control.tasks.api import mentions

CHAT = "chat"
BROADCAST = "broadcast"
EVERYBODY = "all"

AMONG_THEMSELVES = timedelta(hours=1)
MURMURS, CALLS = 5, 20
"""So many messages of agents, without a word of a person between them, wake others within that time: those that name
nobody, and those that do. Two agents that thank each other would go on for ever, and each word costs a turn."""


class Callee(Protocol):
    """An agent that can be called by its name."""

    id: UUID
    name: str
    is_board_lead: bool


class Command(StrEnum):
    """A message that is done, and not only read."""

    PAUSE = "/pause"
    RESUME = "/resume"


@dataclass(frozen=True, slots=True)
class Audience:
    """Agents whom a message reaches."""

    called: list[UUID]
    woken: list[UUID]
    by_the_way: list[UUID]
    """Those who are told of it with what they are woken for next."""

    def shown(self) -> dict[str, Any]:
        """The fields of an event that tells of the message."""
        return {
            "mentioned_agent_ids": [str(it) for it in self.called],
            "woken_agent_ids": [str(it) for it in self.woken],
            "by_the_way_agent_ids": [str(it) for it in self.by_the_way],
        }


NOBODY = Audience([], [], [])


def command(text: str) -> Command | None:
    word = text.strip().lower()
    return Command(word) if word in set(Command) else None


def is_chat(tags: list[str] | None) -> bool:
    return CHAT in (tags or ())


def is_told(tags: list[str] | None, text: str) -> bool:
    """Whether what is written for a group is meant to be heard, and not only kept."""
    return is_chat(tags) or is_broadcast(tags, text)


def is_broadcast(tags: list[str] | None, text: str) -> bool:
    return BROADCAST in (tag.lower() for tag in tags or ()) or EVERYBODY in mentions.tokens(text)


def called(text: str, agents: Iterable[Callee], author: UUID | None) -> list[UUID]:
    """Those of the agents whom a text calls: by `@name`, `@lead` or `@all`; nobody calls himself."""
    tokens = mentions.tokens(text)
    return [agent.id for agent in agents if agent.id != author and _is_meant(tokens, agent)] if tokens else []


def called_in_group(text: str, tags: list[str] | None, agents: Iterable[Callee], author: UUID | None) -> list[UUID]:
    """Whom a text calls that is told to a group: a broadcast calls everybody."""
    if is_broadcast(tags, text):
        return [agent.id for agent in agents if agent.id != author]
    return called(text, agents, author)


def audience(
    called: list[UUID], agents: Iterable[Callee], author: UUID | None, *, said: int, to_all: bool = False
) -> Audience:
    """Whom a message reaches: those whom it calls, else the leads; leads that it does not call hear of it by the way.

    `said` is how many messages of agents came before this one, see above.
    """
    leads = [agent.id for agent in agents if agent.is_board_lead and agent.id != author]
    meant = called or leads
    is_too_much = author is not None and said >= (CALLS if called and not to_all else MURMURS)
    woken = [] if is_too_much else meant
    return Audience(called, woken, [it for it in dict.fromkeys([*meant, *leads]) if it not in woken])


def _is_meant(tokens: frozenset[str], agent: Callee) -> bool:
    if EVERYBODY in tokens or (agent.is_board_lead and mentions.LEAD in tokens):
        return True
    return mentions.names(tokens, agent.name)
