"""`@name` in comments. Pure."""

import re

LEAD = "lead"
_TOKEN = re.compile(r"@([A-Za-z][\w-]{0,31})")


def tokens(text: str) -> frozenset[str]:
    """Who is called, in lower case: a letter, then up to 31 letters, digits, underscores or hyphens."""
    return frozenset(token.lower() for token in _TOKEN.findall(text))


def names(called: frozenset[str], name: str) -> bool:
    """Whether one of the tokens is this name, or its first word; `lead` is the lead's and nobody's name."""
    words = name.lower().split()
    return bool(words) and bool((called - {LEAD}) & {name.lower(), words[0]})
