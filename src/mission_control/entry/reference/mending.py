"""Values of the reference as they are kept here. Pure; whatever is mended is said, and nothing raises."""

import json
import math
from collections.abc import Callable, Collection, Hashable
from datetime import UTC, datetime
from typing import Any, TypeVar

from mission_control.kernel.http.text import MAX_DEPTH, MAX_INTEGER

Mend = Callable[[str], None]
"""Told in words what had to be changed."""
K = TypeVar("K", bound=Hashable)
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def moment(value: datetime) -> datetime:
    """The reference keeps UTC without saying so."""
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def moment_or_none(value: datetime | None) -> datetime | None:
    return None if value is None else moment(value)


def filled(value: str | None) -> str | None:
    """A text that says something, without the blanks around it."""
    return (value or "").strip() or None


def one_of(value: str, choices: Collection[str], otherwise: str, what: str, mend: Mend) -> str:
    plain = value.strip().lower()
    if plain in choices:
        return plain
    mend(f"an unknown {what} became `{otherwise}`")
    return otherwise


def document(text: str | None, what: str, mend: Mend) -> Any:
    """JSON that both databases keep; None for what is none."""
    if text is None:
        return None
    try:
        value = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        mend(f"{what} was not JSON, and is empty now")
        return None
    if not _fits(value, MAX_DEPTH):
        mend(f"{what} was nested too deep or had too large a number, and is empty now")
        return None
    return _plain(value)


def json_object(text: str | None, what: str, mend: Mend) -> dict[str, Any] | None:
    value = document(text, what, mend)
    if value is None or isinstance(value, dict):
        return value
    mend(f"{what} was no JSON object, and is empty now")
    return None


def texts(text: str | None, what: str, mend: Mend) -> list[str] | None:
    """A list of texts."""
    value = document(text, what, mend)
    if value is None:
        return None
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    mend(f"{what} was no list of texts, and is empty now")
    return None


def untaken(wanted: K, taken: dict[K, Any], owner: Any, another: Callable[[int], K]) -> K:
    """A value that nobody else has, noted as the owner's: the wanted one, else the first free one of `another(2)`…"""
    found, number = wanted, 1
    while taken.setdefault(found, owner) != owner:
        number += 1
        found = another(number)
    return found


def _no_number(word: str) -> Any:
    raise ValueError(word)


def _fits(value: Any, levels: int) -> bool:
    if levels == 0:
        return False
    if isinstance(value, dict):
        return all(_fits(item, levels - 1) for item in value.values())
    if isinstance(value, list):
        return all(_fits(item, levels - 1) for item in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or abs(value) < MAX_INTEGER


def _plain(value: Any) -> Any:
    """Without the two things that JSON can write and databases cannot: NUL, and halves of characters."""
    if isinstance(value, str):
        whole = value.encode("utf-8", "replace").decode() if not value.isascii() else value
        return whole.replace("\x00", REPLACEMENT)
    if isinstance(value, dict):
        return {_plain(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
