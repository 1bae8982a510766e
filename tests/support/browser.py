"""Debian's Chromium under Playwright, and the accessibility rules of axe."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

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


def find_chromium() -> str | None:
    if chosen := os.environ.get("CHROMIUM_PATH"):
        return chosen
    found = subprocess.run([str(_FINDER), "--find"], check=False, capture_output=True, text=True)
    return found.stdout.strip() or None


@contextmanager
def launched(executable: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def accessibility_violations(page: Page, context: str | None = None) -> list[str]:
    """One line for each WCAG 2.2 A and AA rule that the page, or a part of it, breaks: which, why, where."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    # Only violations in full: what all the other nodes are like is most of an answer, and nobody reads it.
    options = {"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"]}
    result = Axe().run(page, context=context, options=options)
    return [_line(rule) for rule in result.response["violations"]]


def _line(rule: dict[str, Any]) -> str:
    places = ", ".join(str(node["target"]) for node in rule["nodes"])
    return f"{rule['id']} ({rule['impact']}): {rule['help']}: {places}"
