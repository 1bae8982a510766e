"""Boards that belong together: what an operator does on the pages of groups while others work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.e2e.steps import Unmoved, live_mark, sign_in
from tests.support.browser import accessibility_violations
from tests.support.server import ServerProcess
from tests.support.world import make_agent, make_board, make_group, make_task, ok

# The time is for machines that run other tests beside this one.
pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def calm_page(browser: Browser) -> Iterator[Page]:
    """Without motion: a colour that is still fading in has a contrast of its own."""
    with closing(browser.new_context(reduced_motion="reduce")) as context:
        yield context.new_page()


def violations(page: Page) -> list[str]:
    """What axe objects to, in both themes."""
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    found: list[str] = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        found += [f"{theme}: {it}" for it in accessibility_violations(page, colours_only=theme == "dark")]
    return found


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_group_is_made_filled_paced_and_deleted_while_its_page_follows(server: ServerProcess, calm_page: Page):
    page = calm_page
    with server.as_operator() as operator:
        rocket, pad = make_board(operator, name="Rocket"), make_board(operator, name="Pad")
        make_task(operator, rocket, "Fuel it", priority="urgent")
        agent = make_agent(operator, rocket, "Ava")

        sign_in(page, server, "/groups")
        make_launch(page)
        unmoved = Unmoved(page)

        page.get_by_role("button", name="Add a board").click()
        page.get_by_role("option", name="Rocket").click()
        on_rocket = page.get_by_role("region", name="Rocket")
        expect(on_rocket.get_by_role("link", name="Fuel it")).to_be_visible()
        group = ok(operator.get("/api/v1/board-groups"))["items"][0]
        ok(operator.patch(f"/api/v1/boards/{pad['id']}", json={"board_group_id": group["id"]}))
        expect(page.get_by_role("region", name="Pad")).to_contain_text("No tasks yet.")
        make_task(operator, rocket, "Count down")
        expect(on_rocket.get_by_role("link", name="Count down")).to_be_visible()

        set_pace(page)
        assert ok(operator.get(f"/api/v1/agents/{agent.id}"))["heartbeat_config"]["every"] == "15m"
        assert violations(page) == []

        page.get_by_role("button", name="Take Pad out of the group").click()
        expect(page.get_by_role("region", name="Pad")).to_have_count(0)
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_role("region", name="Pad")).to_be_visible()

        rename_and_delete(page)
        unmoved.check()


def test_boards_are_listed_by_group_and_moved_on_a_phone(server: ServerProcess, calm_page: Page):
    page = calm_page
    page.set_viewport_size(PHONE)
    with server.as_operator() as operator:
        group, other = make_group(operator, "Autumn"), make_group(operator, "Winter")
        board = make_board(operator, name="Harvest", board_group_id=group["id"])
        make_board(operator, name="Loose")
        make_task(operator, board, "Bring it in", description="All of it")
    sign_in(page, server, "/boards")
    expect(page.get_by_role("region", name="Autumn").get_by_role("link", name="Harvest")).to_be_visible()
    expect(page.get_by_role("region", name="No group").get_by_role("link", name="Loose")).to_be_visible()
    page.get_by_label("Group", exact=True).select_option("Autumn")
    expect(page.get_by_role("region", name="No group")).to_have_count(0)
    expect(page).to_have_url(f"{server.base_url}/boards?group={group['id']}")
    assert (violations(page), fits(page)) == ([], True)

    page.goto(f"{server.base_url}/boards/{board['id']}/settings")
    page.get_by_label("Belongs to").select_option("Winter")
    expect(page.get_by_text("Saved")).to_be_visible()
    page.get_by_role("link", name="Open the group").click()
    expect(page.get_by_role("heading", level=1, name="Winter")).to_be_visible()
    expect(page.get_by_role("link", name="Bring it in")).to_be_visible()
    expect(live_mark(page)).to_have_text("Live")
    assert (violations(page), fits(page)) == ([], True)
    with server.as_operator() as operator:
        ok(operator.delete(f"/api/v1/board-groups/{other['id']}"))
    expect(page.get_by_role("heading", name="This group was deleted")).to_be_visible()
    page.get_by_role("link", name="See all groups").click()
    expect(page.get_by_role("link", name="Autumn")).to_be_visible()
    assert (violations(page), fits(page)) == ([], True)


def make_launch(page: Page) -> None:
    expect(page.get_by_role("heading", name="No groups yet")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("n")
    page.get_by_label("Name").fill("Launch")
    page.get_by_label("Description").fill("All that has to be ready")
    page.get_by_role("button", name="Create group").click()
    expect(page.get_by_role("heading", level=1, name="Launch")).to_be_visible()
    expect(page.get_by_text("No boards in this group")).to_be_visible()


def set_pace(page: Page) -> None:
    page.get_by_label("Every").fill("soon")
    expect(page.get_by_text("Write a number and s, m, h or d.")).to_be_visible()
    page.get_by_label("Every").fill("15m")
    page.get_by_role("button", name="Set for all agents").click()
    expect(page.get_by_text("One agent calls every 15m now")).to_be_visible()
    expect(page.get_by_text("One agent: every 15m.")).to_be_visible()


def rename_and_delete(page: Page) -> None:
    page.keyboard.press("e")
    page.get_by_label("Name").fill("Landing")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name="Landing")).to_be_visible()
    page.get_by_role("button", name="Delete…").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("Pad, Rocket stay, with tasks and agents")
    page.get_by_role("button", name="Delete group").click()
    expect(page.get_by_role("heading", name="No groups yet")).to_be_visible()
