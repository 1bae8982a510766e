"""The built user interface: the files of one folder, read when they are first asked for."""

import stat
from pathlib import Path

from mission_control.entry.web.content import Content

STATIC = Path(__file__).parent / "static"
"""Made by `make web` from web/, and part of the wheel."""

FOR_EVER = "public, max-age=31536000, immutable"
"""For names that carry a digest of the content: other content has another name."""
ASK_AGAIN = "no-cache"
"""Kept, but asked about each time: a new release shows at the next load."""

# Our own table: what the machine's says about .js decides whether browsers run it.
_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}

Version = tuple[int, int]
"""Time and size of a file: a rebuilt interface is served without a restart."""


class WebFiles:
    def __init__(self, folder: Path = STATIC) -> None:
        self._folder = folder.resolve()
        self._known: dict[Path, tuple[Version, Content]] = {}

    def find(self, path: str) -> Content | None:
        """The file at a path of the URL, such as `/assets/index-BZ_DG_Rx.css`; None when there is none."""
        try:
            file = (self._folder / path.lstrip("/")).resolve()
            status = file.stat()
        except (OSError, ValueError):  # ValueError: NUL in the path
            return None
        # Resolved first: neither `..` nor a link leads out of the folder.
        if not stat.S_ISREG(status.st_mode) or not file.is_relative_to(self._folder):
            return None
        version = (status.st_mtime_ns, status.st_size)
        known = self._known.get(file)
        if known and known[0] == version:
            return known[1]
        content = self._read(file)
        self._known[file] = (version, content)
        return content

    def _read(self, file: Path) -> Content:
        media_type = _MEDIA_TYPES.get(file.suffix, "application/octet-stream")
        hashed = file.is_relative_to(self._folder / "assets")
        return Content.of(file.read_bytes(), media_type, FOR_EVER if hashed else ASK_AGAIN)
