"""What a file on a gateway is, beside what was wanted there; and how a token in it is kept out of sight. Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from mission_control.provisioning.api import LASTING, TOKEN, TOKEN_TEXT, WantedFile, digest, token_in

NAMES = ("AGENTS.md", "SOUL.md", "IDENTITY.md", "USER.md", "MEMORY.md", "BOOTSTRAP.md")
"""The files that gateways give access to."""
SHOWN_TOKEN = "[the agent's token]"  # noqa: S105 - stands for one
MOST_CHARACTERS = 20_000
"""What gateways cut a file to in an agent's context."""


class BadContent(ValueError):
    """The text says what to write instead."""


class FileState(StrEnum):
    AS_WANTED = "as_wanted"
    EDITED = "edited"
    """On the gateway, by its agent or by people: it stays so."""
    QUEUED = "queued"
    """What is wanted is written next."""
    OWN = "own"
    """The agent's: it was written once, or never."""
    MISSING = "missing"


def state_of(name: str, present: str | None, wanted: WantedFile | None) -> FileState:
    if present is None:
        return FileState.QUEUED if wanted else FileState.MISSING
    if wanted is None:
        return FileState.OWN
    ours = wanted.ours(present)
    if ours is None:
        return FileState.QUEUED
    if masked(ours) == masked(wanted.text):
        return FileState.AS_WANTED
    if not wanted.written or digest(ours) in wanted.written:
        return FileState.QUEUED
    return FileState.OWN if name in LASTING else FileState.EDITED


def masked(text: str) -> str:
    """As people see it."""
    return TOKEN_TEXT.sub(SHOWN_TOKEN, text.replace(TOKEN, SHOWN_TOKEN))


def unmasked(content: str, present: str | None) -> str:
    """What is to be written, with the token that is there now. Raises BadContent."""
    if len(content) > MOST_CHARACTERS:
        raise BadContent(f"write up to {MOST_CHARACTERS:,} characters; gateways cut off the rest")
    token = token_in(present)
    if token is None:
        if SHOWN_TOKEN in content:
            raise BadContent(f"the file has no token on the gateway; leave {SHOWN_TOKEN} out")
        return content
    if SHOWN_TOKEN not in content:
        raise BadContent(f"leave {SHOWN_TOKEN} where it was: without its token the agent cannot call")
    return content.replace(SHOWN_TOKEN, token)


def known(wanted: Sequence[WantedFile]) -> Mapping[str, WantedFile]:
    return {file.name: file for file in wanted}
