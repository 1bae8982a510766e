"""How a tag's name becomes its slug, and what a colour is. Pure."""

import re

NO_SLUG = "tag"
DEFAULT_COLOR = "9e9e9e"


def slug_of(text: str) -> str:
    """Lower case, with one hyphen for whatever is neither a letter of a-z nor a digit; `tag` when nothing is left."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or NO_SLUG


def color_of(text: str) -> str:
    """`#AABBCC` and `aabbcc` are the same colour; raises ValueError for what is none."""
    color = text.strip().lower().removeprefix("#")
    if not re.fullmatch(r"[0-9a-f]{6}", color):
        raise ValueError("write six hexadecimal digits, such as 2e7d32")
    return color
