"""No page and no dialog breaks a rule of WCAG 2.2 AA, in either theme."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.steps import card, live_mark, panel, sign_in
from tests.support.browser import accessibility_violations
from tests.support.server import ServerProcess
from tests.support.world import as_agent, make_agent, make_board, make_task, move_to_new_organization, ok

# The time is for machines that run other tests beside these; by itself each takes seconds.
pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(300)]

THEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")


@pytest.fixture
def calm_page(browser: Browser) -> Iterator[Page]:
    """Without motion: a colour that is still fading in has a contrast of its own."""
    with closing(browser.new_context(reduced_motion="reduce")) as context:
        yield context.new_page()


def test_no_page_breaks_a_rule_of_accessibility(server: ServerProcess, calm_page: Page):
    page = calm_page
    found = Findings(page)
    page.goto(f"{server.base_url}/sign-in")
    expect(page.get_by_label("Access token")).to_be_visible()
    found.look("sign-in")
    with server.as_operator() as operator:
        move_to_new_organization(operator)
    sign_in(page, server)
    expect(page.get_by_role("heading", name="From here to a working agent")).to_be_visible()
    found.look("first run")
    page.get_by_role("button", name="Hide these steps").click()
    page.reload()
    expect(page.get_by_role("heading", name="Needs you")).to_be_visible()
    expect(page.get_by_role("heading", name="From here to a working agent")).to_have_count(0)

    world = World(server)
    for path, heading in world.pages().items():
        page.goto(f"{server.base_url}{path}")
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        expect(live_mark(page)).to_have_text("Live")
        found.look(path)
    assert found.broken == {}


def test_nothing_that_opens_over_a_board_breaks_one(server: ServerProcess, calm_page: Page):
    page = calm_page
    found = Findings(page)
    sign_in(page, server, World(server).board_path)
    for key, dialog in {"?": "Keyboard shortcuts", "c": "New task", "ControlOrMeta+k": "Find anything"}.items():
        expect(card(page, "Blocked task")).to_be_visible()
        page.keyboard.press(key)
        expect(page.get_by_role("dialog", name=dialog)).to_be_visible()
        found.look(dialog)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    card(page, "Claimed task").click()
    expect(panel(page, "Claimed task").get_by_text("Under way")).to_be_visible()
    found.look("task panel")
    page.get_by_role("button", name="Move the task").click()
    expect(page.get_by_role("menuitem", name="Done")).to_be_visible()
    found.look("moves")
    assert found.broken == {}


class Findings:
    """What axe objects to, by page and theme."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.broken: dict[str, list[str]] = {}

    def look(self, what: str) -> None:
        """The page follows the system's theme while it is open, so one visit shows both."""
        expect(self._page.locator("[aria-busy=true]")).to_have_count(0)
        for theme in THEMES:
            self._page.emulate_media(color_scheme=theme)
            expect(self._page.locator("html")).to_have_attribute("data-theme", theme)
            if broken := accessibility_violations(self._page, colours_only=theme == "dark"):
                self.broken[f"{what}, {theme}"] = broken


class World:
    """A board on which every kind of card and mark is to be seen."""

    def __init__(self, server: ServerProcess) -> None:
        with server.as_operator() as operator:
            board = make_board(operator, name="Marks", require_review_before_done=True)
            self.board_path = f"/boards/{board['id']}"
            first = make_task(operator, board, "Claimed task", due_at="2026-01-01T00:00:00Z", priority="urgent")
            make_task(operator, board, "Blocked task", depends_on_task_ids=[first["id"]], description="*Why*")
            for status in ("review", "done"):
                task = make_task(operator, board, f"Task in {status}", priority="low")
                for step in ("review", "done")[: 1 + (status == "done")]:
                    ok(operator.patch(f"/api/v1{self.board_path}/tasks/{task['id']}", json={"status": step}))
            agent = make_agent(operator, board, "Ava")
            where = {"name": "Oslo", "url": f"ws://{board['id']}.invalid", "workspace_root": "~"}
            self.gateway_path = f"/gateways/{ok(operator.post('/api/v1/gateways', json=where))['id']}"
            self.agent_path = f"/agents/{agent.id}"
            make_agent(operator, board, "Never called")
            with as_agent(server, agent) as ava:
                claimed = ok(ava.post("/api/v1/agent/tasks/claim"))["task"]
                comments = f"/api/v1/agent/boards/{board['id']}/tasks/{claimed['id']}/comments"
                ok(ava.post(comments, json={"message": "Under way: [notes](https://example.org), `code`."}))

    def pages(self) -> dict[str, str]:
        """The pages, each with the heading that says it is there."""
        return {
            "/": "Home",
            "/boards": "Boards",
            self.board_path: "Marks",
            f"{self.board_path}?view=list": "Marks",
            f"{self.board_path}/settings": "Settings of Marks",
            f"{self.board_path}/onboarding": "Goal of Marks",
            "/agents": "Agents",
            self.agent_path: "Ava",
            "/activity": "Activity",
            "/gateways": "Gateways",
            self.gateway_path: "Oslo",
            "/organization": "Organization",
            "/audit": "Audit",
            "/jobs": "Jobs",
            "/subscriptions": "Subscriptions",
            "/messages": "Messages",
            "/dashboard": "Dashboard",
            "/settings": "Settings",
            "/no/such/page": "There is no such page",
        }
