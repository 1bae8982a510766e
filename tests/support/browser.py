"""Debian's Chromium under Playwright, and the accessibility rules of axe."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

_FINDER = Path(__file__).parents[2] / "scripts" / "chromium.sh"

# A test browser looks nothing up and reports nothing. Its sandbox is not to be had as root, nor in most
# containers.
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_ABOUT_COLOURS = ["color-contrast", "link-in-text-block"]
"""Of those: all others judge the document, its words and its sizes, which no theme changes."""


def find_chromium() -> str | None:
    if chosen := os.environ.get("CHROMIUM_PATH"):
        return chosen
    found = subprocess.run([str(_FINDER), "--find"], check=False, capture_output=True, text=True)
    return found.stdout.strip() or None


class KeptBrowser:
    """The browser of a test worker: launching one takes seconds, and every context in it is a fresh profile."""

    def __init__(self) -> None:
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    def get(self, executable: str) -> Browser:
        """The one that runs, or a new one; until `close`, Playwright keeps an event loop in this thread."""
        if self._browser is not None and not self._browser.is_connected():
            self.close()
        if self._browser is None:
            self._playwright = sync_playwright().start()
            self._browser = self._playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        return self._browser

    def close(self) -> None:
        browser, self._browser = self._browser, None
        playwright, self._playwright = self._playwright, None
        try:
            if browser is not None:
                browser.close()
        finally:
            if playwright is not None:
                playwright.stop()


def accessibility_violations(page: Page, *, colours_only: bool = False) -> list[str]:
    """One line for each WCAG 2.2 A and AA rule that the page breaks: which, why, where.

    `colours_only` asks the rules that look at colours: for a page that was looked at and shows another theme now.
    """
    chosen = {"type": "rule", "values": _ABOUT_COLOURS} if colours_only else {"type": "tag", "values": _TAGS}
    # Only violations in full: what all the other nodes are like is most of an answer, and nobody reads it.
    result = Axe().run(page, options={"runOnly": chosen, "resultTypes": ["violations"]})
    return [_line(rule) for rule in result.response["violations"]]


def _line(rule: dict[str, Any]) -> str:
    places = ", ".join(str(node["target"]) for node in rule["nodes"])
    return f"{rule['id']} ({rule['impact']}): {rule['help']}: {places}"
