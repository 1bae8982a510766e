"""How a tag's name becomes its slug, and what a colour is. Pure."""

import re
from collections.abc import Container
from itertools import count

NO_SLUG = "tag"
DEFAULT_COLOR = "9e9e9e"


def slug_of(text: str) -> str:
    """Lower case, with one hyphen for whatever is neither a letter of a-z nor a digit; `tag` when nothing is left."""
    return _what_is_left(text) or NO_SLUG


def needs_number(text: str) -> bool:
    """Whether nothing is left to tell tags apart by, as of texts of other scripts."""
    return not _what_is_left(text)


def first_free(taken: Container[str]) -> str:
    """`tag`, `tag-2`, `tag-3` and so on."""
    numbered = (f"{NO_SLUG}-{number}" for number in count(2))
    return NO_SLUG if NO_SLUG not in taken else next(slug for slug in numbered if slug not in taken)


def _what_is_left(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def color_of(text: str) -> str:
    """`#AABBCC` and `aabbcc` are the same colour; raises ValueError for what is none."""
    color = text.strip().lower().removeprefix("#")
    if not re.fullmatch(r"[0-9a-f]{6}", color):
        raise ValueError("write six hexadecimal digits, such as 2e7d32")
    return color
