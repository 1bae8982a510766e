"""Names in the directory of souls, and what a public directory's list of pages says. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

OWN_HANDLE = "mission-control"
"""Whom the built-in souls are by."""
MOST_LISTED = 20_000

_SEGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_LOCATION = re.compile(r"<loc>\s*([^<\s]{1,1000})\s*</loc>")


class BadSoulName(ValueError):
    """The text says what to write instead."""


@dataclass(frozen=True, slots=True, order=True)
class SoulName:
    handle: str
    slug: str

    def __str__(self) -> str:
        return f"{self.handle}/{self.slug}"


def soul_name(handle: str, slug: str) -> SoulName:
    """Raises BadSoulName."""
    for what, segment in (("handle", handle.strip("/")), ("slug", slug.strip("/").removesuffix(".md"))):
        if not segment:
            raise BadSoulName(f"{what}: required")
        if _SEGMENT.fullmatch(segment) is None:
            raise BadSoulName(f"{what}: write a letter or digit, then letters, digits, _ and -")
    return SoulName(handle.strip("/"), slug.strip("/").removesuffix(".md"))


def listed(sitemap: str, base: str) -> list[SoulName]:
    """The souls that a sitemap names, in its order; it is another's text, of which nothing but names is taken."""
    prefix = f"{base}/souls/"
    found: dict[SoulName, None] = {}
    for location in _LOCATION.findall(sitemap):
        handle, _, slug = location.removeprefix(prefix).rstrip("/").partition("/")
        if location.startswith(prefix) and _SEGMENT.fullmatch(handle) and _SEGMENT.fullmatch(slug):
            found[SoulName(handle, slug)] = None
        if len(found) == MOST_LISTED:
            break
    return list(found)


def matching(souls: Sequence[SoulName], wanted: str, most: int) -> list[SoulName]:
    """The first that have this in their name, whatever its case."""
    text = wanted.strip().casefold()
    return [soul for soul in souls if text in str(soul).casefold()][:most]
