"""What the process serves works in a browser that reaches nothing else."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.support.server import ServerProcess

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("path", ["/", "/boards", "/a/page/that/nobody/made"])
def test_the_interface_loads_under_its_policy_without_any_other_host(start_server, page: Page, path: str):
    server: ServerProcess = start_server()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None,
    )
    page.goto(f"{server.base_url}{path}")
    page.locator("#root :visible").first.wait_for(timeout=30_000)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith((server.base_url, "data:"))] == []
    assert complaints == []


def test_the_first_load_is_small_and_the_second_asks_for_almost_nothing(start_server, page: Page):
    server: ServerProcess = start_server()
    first = loaded(page, server.base_url)
    assert sum(first.values()) < 400_000, first
    second = loaded(page, f"{server.base_url}/boards")
    assert [url for url in second if "/assets/" in url] == []


def loaded(page: Page, url: str) -> dict[str, int]:
    """The bytes that came over the network for each file of a page; none for what the browser had kept."""
    page.goto(url)
    page.wait_for_load_state("networkidle")
    transfers = "performance.getEntriesByType('resource').map(entry => [entry.name, entry.transferSize])"
    return {name: size for name, size in page.evaluate(transfers) if size > 0}
