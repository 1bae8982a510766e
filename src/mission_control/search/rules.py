"""What is looked for, and where it is in a text. Pure."""

import re
from collections.abc import Iterator

MAX_TERMS = 12
MAX_TERM = 64
SNIPPET = 200
BEFORE = 60
_WORD = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s+")


def terms(text: str) -> list[str]:
    """The words of a query, in lower case; whatever else it holds means nothing, so that no query is a wrong one."""
    words = (word[:MAX_TERM].lower() for word in _WORD.findall(text))
    return list(dict.fromkeys(words))[:MAX_TERMS]


def marked(text: str, words: list[str]) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is a word that was looked for; words match by their beginning."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for start, stop in _found(text, words):
        pieces += [(text[end:start], False), (text[start:stop], True)]
        end = stop
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]


def snippet(text: str, words: list[str]) -> list[tuple[str, bool]]:
    """The part of a text around what was found first, in pieces."""
    first = next(_found(text, words), (0, 0))[0]
    start = max(0, first - BEFORE)
    if start:
        # Not in the middle of a word, when one begins soon.
        start = text.find(" ", start, first) + 1 or start
    shown = _SPACE.sub(" ", text[start : start + SNIPPET]).strip()
    left, right = "… " if start else "", " …" if start + SNIPPET < len(text) else ""
    return marked(f"{left}{shown}{right}", words)


def _found(text: str, words: list[str]) -> Iterator[tuple[int, int]]:
    if not words:
        return
    longest_first = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    for match in re.finditer(rf"(?<![^\W_])(?:{longest_first})", text, re.IGNORECASE):
        yield match.span()
