"""Bytes as browsers want them: compressed once, with a tag by which an unchanged copy costs one empty answer."""

import gzip
import hashlib
from dataclasses import dataclass
from typing import Self

from starlette.datastructures import Headers
from starlette.responses import Response

WORTH_COMPRESSING = 1024
"""Below this, the headers weigh more than what compression saves."""

_COMPRESSIBLE = ("text/", "application/json", "application/manifest+json", "image/svg+xml")


@dataclass(frozen=True, slots=True)
class Content:
    plain: bytes
    compressed: bytes | None
    media_type: str
    cache_control: str
    digest: str

    @classmethod
    def of(cls, plain: bytes, media_type: str, cache_control: str) -> Self:
        compressed = None
        if len(plain) >= WORTH_COMPRESSING and media_type.startswith(_COMPRESSIBLE):
            # Without a time, so that every process of a fleet sends the same bytes.
            compressed = gzip.compress(plain, compresslevel=9, mtime=0)
        return cls(plain, compressed, media_type, cache_control, hashlib.sha256(plain).hexdigest()[:32])

    def answer(self, asked: Headers, status: int = 200) -> Response:
        """The whole content, or 304 when the caller has it already."""
        zipped = self.compressed is not None and _accepts_gzip(asked.get("accept-encoding", ""))
        headers = {
            "cache-control": self.cache_control,
            # The two forms are different bytes, so a shared cache must not take one for the other.
            "etag": f'"{self.digest}-gzip"' if zipped else f'"{self.digest}"',
        }
        if self.compressed is not None:
            headers["vary"] = "Accept-Encoding"
        if status == 200 and self._known(asked.get("if-none-match", "")):
            return Response(status_code=304, headers=headers)
        if zipped:
            headers["content-encoding"] = "gzip"
        body = self.compressed if zipped else self.plain
        return Response(body, status, headers, media_type=self.media_type)

    def _known(self, tags: str) -> bool:
        # Either form will do: who has one has the content.
        names = {tag.strip().removeprefix("W/").strip('"').removesuffix("-gzip") for tag in tags.split(",")}
        return "*" in names or self.digest in names


def _accepts_gzip(header: str) -> bool:
    for item in header.split(","):
        coding, _, quality = item.replace(" ", "").lower().partition(";q=")
        if coding in ("gzip", "*"):
            return quality.strip("0.") != "" if quality else True
    return False
