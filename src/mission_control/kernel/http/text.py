"""Text, and JSON of any shape, as it may come in: bounded, and storable by both databases."""

import math
from typing import Annotated
from unicodedata import category

from pydantic import AfterValidator, JsonValue, StringConstraints

MAX_DEPTH = 32
"""Levels of JSON of any shape; Python's own limit is that of its recursion."""
MAX_INTEGER = 2**63
_BREAKS = frozenset({"Cc", "Zl", "Zp"})
"""The Unicode categories of control characters, and of what separates lines and paragraphs."""
_UNSEEN = _BREAKS | {"Cf", "Zs", "Mn", "Me", "Co"}
"""With them, of what only joins, directs or marks others, of spaces, and of what each font draws as it likes."""
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""What turns the direction of what follows, also beyond the end of the name."""
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Fillers, and a pattern without dots: by their categories they would be letters, marks and symbols."""
_SELECTORS = (range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0000, 0xE1000))
"""What chooses between two shapes of the character before."""
_RESERVED = (range(0x2065, 0x2066), range(0xFFF0, 0xFFF9))
"""For more of what is ignored; nothing else that Python knows no category of is left out: it may be a new emoji."""
_SIGNS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Formats by their category, and seen all the same."""


def storable(value: str) -> str:
    """The text, if both databases can hold it. Raises ValueError."""
    if "\x00" in value:
        raise ValueError("text cannot contain NUL characters")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("text cannot contain lone surrogates") from None
    return value


def is_seen(value: str) -> bool:
    """Whether anything of a text can be seen."""
    return any(it in _SIGNS or (category(it) not in _UNSEEN and not _is_blank(it)) for it in value)


def _is_blank(character: str) -> bool:
    return character in _BLANKS or any(ord(character) in them for them in (*_SELECTORS, *_RESERVED))


def not_blank(value: str) -> str:
    """The text, if something of it can be seen. Raises ValueError."""
    # Not a length of the schema: clients of the reference, whose document has none, would call that tighter.
    if not is_seen(value):
        raise ValueError("write at least one character that is not a space")
    return value


def _seen_or_blank(value: str) -> str:
    # The contract takes blank titles and names of boards; the pages show something in their place.
    return not_blank(value) if value.strip() else value


def in_one_line(value: str) -> str:
    """Without what ends a line, controls a terminal or turns the direction of the sentence that it stands in."""
    kept = "".join(" " if category(it) in _BREAKS else it for it in value if it not in _TURNS)
    return " ".join(kept.split())


def _one_line(value: str) -> str:
    # Names stand within sentences and files that agents read: what goes on in a next line could say anything.
    if any(category(character) in _BREAKS or character in _TURNS for character in value):
        raise ValueError("write a name in one line, without control characters")
    return value


def _storable_value(value: JsonValue) -> JsonValue:
    _check_json(value, MAX_DEPTH)
    return value


def _storable_json(value: dict[str, JsonValue]) -> dict[str, JsonValue]:
    _check_json(value, MAX_DEPTH)
    return value


def _check_json(value: JsonValue, levels: int) -> None:
    if levels == 0:
        raise ValueError(f"write up to {MAX_DEPTH} levels")
    if isinstance(value, str):
        storable(value)
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError("JSON has no such number")
    elif isinstance(value, int) and abs(value) >= MAX_INTEGER:
        raise ValueError("write whole numbers of up to 64 bits")
    elif isinstance(value, dict):
        for key, item in value.items():
            storable(key)
            _check_json(item, levels - 1)
    elif isinstance(value, list):
        for item in value:
            _check_json(item, levels - 1)


Storable = AfterValidator(storable)
PlainText = Annotated[str, Storable]
OneLine = AfterValidator(_one_line)
Name = Annotated[str, StringConstraints(max_length=1_000), Storable]
NameOrBlank = Annotated[Name, AfterValidator(_seen_or_blank)]
OneLineName = Annotated[NameOrBlank, OneLine]
RequiredName = Annotated[
    str, StringConstraints(max_length=200, strip_whitespace=True), AfterValidator(not_blank), Storable, OneLine
]
ShortText = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True), Storable]
ShortLine = Annotated[ShortText, OneLine]
ShortName = Annotated[ShortText, AfterValidator(_seen_or_blank), OneLine]
LongText = Annotated[str, StringConstraints(max_length=100_000), Storable]
RequiredText = Annotated[
    str, StringConstraints(max_length=100_000, strip_whitespace=True), AfterValidator(not_blank), Storable
]
JsonFields = Annotated[dict[str, JsonValue], AfterValidator(_storable_json)]
"""An object of any shape."""
AnyJson = Annotated[JsonValue, AfterValidator(_storable_value)]
