"""Souls to choose from: those that come with the product and, where one is configured, those of a public directory.

The public one is never in the way: while it cannot be read, what was read last is shown, or nothing of it.
"""

import threading
import time
from functools import cache
from importlib.resources import files

from mission_control.kernel.http.fetching import FetchFailed, fetch
from mission_control.kernel.logging import get_logger
from mission_control.souls import rules
from mission_control.souls.errors import DirectoryFailed
from mission_control.souls.rules import OWN_HANDLE, SoulName

GOOD_SECONDS = 3_600.0
RETRY_SECONDS = 60.0
"""After a failure the public directory is left alone so long."""
LIST_SECONDS, SOUL_SECONDS = 10.0, 15.0
MAX_LIST_BYTES = 8 * 1024 * 1024
MAX_SOUL_BYTES = 80_000
MAX_SOUL_CHARACTERS = 20_000
"""What gateways cut a file to in an agent's context."""

logger = get_logger(__name__)


@cache
def built_in() -> dict[SoulName, str]:
    folder = files("mission_control.souls") / "builtin"
    names = sorted(entry.name.removesuffix(".md") for entry in folder.iterdir() if entry.name.endswith(".md"))
    return {SoulName(OWN_HANDLE, name): (folder / f"{name}.md").read_text("utf-8") for name in names}


class PublicDirectory:
    """A directory at an address of the configuration. One thread reads its list at a time; the others use the last."""

    def __init__(self, base: str) -> None:
        self.base = base.rstrip("/")
        self._souls: list[SoulName] = []
        self._read_again_at = float("-inf")
        self._reading = threading.Lock()

    def souls(self) -> list[SoulName]:
        if time.monotonic() < self._read_again_at:
            return self._souls
        # Whoever comes first while there is nothing to show yet makes the others wait for the same answer.
        if self._reading.acquire(blocking=not self._souls):
            try:
                if time.monotonic() >= self._read_again_at:
                    self._read()
            finally:
                self._reading.release()
        return self._souls

    def _read(self) -> None:
        try:
            body = fetch(f"{self.base}/sitemap.xml", seconds=LIST_SECONDS, max_bytes=MAX_LIST_BYTES)
        except FetchFailed as failure:
            self._read_again_at = time.monotonic() + RETRY_SECONDS
            logger.warning("souls.directory_unreachable", directory=self.base, reason=str(failure))
            return
        self._souls = rules.listed(body.decode("utf-8", "replace"), self.base)
        self._read_again_at = time.monotonic() + (GOOD_SECONDS if self._souls else RETRY_SECONDS)

    def content(self, name: SoulName) -> str:
        """Raises DirectoryFailed."""
        try:
            body = fetch(self.raw_url(name), seconds=SOUL_SECONDS, max_bytes=MAX_SOUL_BYTES)
            return body.decode("utf-8").replace("\x00", "").strip()[:MAX_SOUL_CHARACTERS] + "\n"
        except FetchFailed as failure:
            raise DirectoryFailed(f"the souls directory {self.base} cannot be used now: {failure}") from None
        except UnicodeDecodeError:
            raise DirectoryFailed(f"the souls directory {self.base} answered something that is not text") from None

    def page_url(self, name: SoulName) -> str:
        return f"{self.base}/souls/{name}"

    def raw_url(self, name: SoulName) -> str:
        return f"{self.base}/api/souls/{name}.md"


@cache
def public_directory(base: str) -> PublicDirectory | None:
    """None where none is configured."""
    return PublicDirectory(base) if base.strip() else None
