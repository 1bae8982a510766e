"""What an operator does and looks at, in the words of the interface: roles and names, never classes."""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import Locator, Page, Request, expect

from tests.support.browser import accessibility_violations
from tests.support.server import ServerProcess

THEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")

# Machines that run other tests beside this one are slow; waiting ends as soon as the condition holds.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


def sign_in(page: Page, server: ServerProcess, path: str = "/") -> None:
    """By the token, as on the first day; ends where the page wanted to go, with the stream up."""
    page.set_default_timeout(PATIENCE)
    page.goto(f"{server.base_url}{path}")
    page.get_by_label("Access token").fill(server.token)
    page.get_by_role("button", name="Sign in").click()
    expect(live_mark(page)).to_have_text("Live")


def live_mark(page: Page) -> Locator:
    """There is one in the side bar and one on the phone's bar; one of them is shown."""
    return page.get_by_test_id("live-mark").filter(visible=True)


def column(page: Page, status: str) -> Locator:
    return page.get_by_role("region", name=f"{status}, ")


def card(page: Page, title: str) -> Locator:
    """The link that is a task's card or row."""
    return page.locator("[data-task]").filter(has_text=title)


def panel(page: Page, title: str) -> Locator:
    return page.get_by_role("dialog", name=f"Task: {title}")


def open_board(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


class Unmoved:
    """Proves that the document on the screen is the one that was there: no reload, no navigation by the browser."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._documents: list[str] = []
        page.evaluate("window.documentOfTheTest = true")
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if request.is_navigation_request():
            self._documents.append(request.url)

    def check(self) -> None:
        assert self._documents == []
        assert self._page.evaluate("window.documentOfTheTest") is True


def violations(page: Page) -> dict[str, list[str]]:
    """What axe objects to on a page as it is, by theme."""
    broken: dict[str, list[str]] = {}
    page.emulate_media(reduced_motion="reduce")
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        if found := accessibility_violations(page, colours_only=theme == "dark"):
            broken[theme] = found
    return broken
