"""Work on a board as a whole: many tasks at once, chains of dependencies, and what sorts and describes tasks."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, ViewportSize, expect

from tests.e2e.steps import Unmoved, card, column, panel, sign_in
from tests.support.browser import accessibility_violations
from tests.support.server import ServerProcess
from tests.support.world import make_agent, make_board, make_task, move_to_new_organization, ok

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def calm_page(browser: Browser) -> Iterator[Page]:
    """Without motion: a colour that is still fading in has a contrast of its own."""
    with closing(browser.new_context(reduced_motion="reduce")) as context:
        yield context.new_page()


def bar(page: Page) -> Locator:
    return page.get_by_role("region", name="Selected tasks")


def test_many_tasks_are_moved_and_the_one_that_is_refused_says_why(server: ServerProcess, calm_page: Page):
    page = calm_page
    with server.as_operator() as operator:
        board = make_board(operator, name="Letters")
        make_agent(operator, board, "Ava")
        texts = [make_task(operator, board, title) for title in ("Print", "Fold", "Write")]
        make_task(operator, board, "Send", depends_on_task_ids=[texts[2]["id"]])
        sign_in(page, server, f"/boards/{board['id']}")
        unmoved = Unmoved(page)

        card(page, "Send").focus()
        page.keyboard.press("x")
        card(page, "Fold").click(modifiers=["Shift"])
        expect(bar(page)).to_contain_text("3 selected")
        page.get_by_role("checkbox", name="Select Fold").click()
        page.get_by_role("checkbox", name="Select all in Inbox").click()
        expect(bar(page)).to_contain_text("4 selected")
        ok(operator.delete(f"/api/v1/boards/{board['id']}/tasks/{texts[0]['id']}"))
        expect(bar(page)).to_contain_text("3 selected")
        assert accessibility_violations(page) == []

        with held_back(page, "**/tasks/bulk"):
            page.keyboard.press("e")
            page.keyboard.press("Enter")
            page.get_by_role("menuitem", name="Review").click()
            # Before the server has answered; what waits for another stays where it is.
            expect(column(page, "Review").locator("[data-task]")).to_have_count(2)
            expect(column(page, "Inbox").get_by_role("link", name="Send")).to_be_visible()
        left = page.get_by_role("dialog", name="1 of 3 tasks stays as it was")
        expect(left.get_by_role("listitem")).to_contain_text("Waits for “Write”")
        expect(left.get_by_role("link", name="Send")).to_be_visible()
        assert accessibility_violations(page) == []
        left.get_by_role("button", name="Select only these").click()
        expect(bar(page)).to_contain_text("1 selected")
        expect(column(page, "Review").locator("[data-task]")).to_have_count(2)

        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("2 tasks put back")).to_be_visible()
        expect(column(page, "Inbox").locator("[data-task]")).to_have_count(3)

        delete_from_the_palette(page, "Send")
        assign_all(page, "Ava", "2 tasks")
    unmoved.check()


def test_many_tasks_are_changed_on_a_phone(server: ServerProcess, browser: Browser):
    with server.as_operator() as operator:
        board = make_board(operator, name="Pocket")
        for title in ("Ink", "Paper", "Stamps"):
            make_task(operator, board, title)
    with closing(
        browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    ) as context:
        page = context.new_page()
        sign_in(page, server, f"/boards/{board['id']}?view=list")
        hold(page, card(page, "Ink"))
        expect(bar(page)).to_contain_text("1 selected")
        card(page, "Paper").tap()
        expect(bar(page)).to_contain_text("2 selected")
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            expect(page.locator("html")).to_have_attribute("data-theme", theme)
            assert accessibility_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        bar(page).get_by_role("button", name="Priority").tap()
        page.get_by_role("menuitem", name="Urgent").tap()
        expect(page.get_by_text("2 tasks set to priority Urgent")).to_be_visible()
        page.get_by_role("button", name="Clear the selection").tap()
        page.get_by_role("radio", name="Board").tap()
        hold(page, card(page, "Stamps"))
        expect(bar(page)).to_contain_text("1 selected")
        page.get_by_role("button", name="Select", exact=True).tap()
        expect(bar(page)).to_have_count(0)
        card(page, "Stamps").tap()
        expect(panel(page, "Stamps")).to_be_visible()


def test_a_chain_of_dependencies_is_drawn_and_resolves_live(server: ServerProcess, calm_page: Page):
    page = calm_page
    with server.as_operator() as operator:
        board = make_board(operator, name="Chain")
        first = make_task(operator, board, "Write")
        second = make_task(operator, board, "Check", depends_on_task_ids=[first["id"]])
        make_task(operator, board, "Publish", depends_on_task_ids=[second["id"]])
        sign_in(page, server, f"/boards/{board['id']}?task={second['id']}")
        unmoved = Unmoved(page)
        graph = panel(page, "Check").get_by_role("region", name="Dependency graph")
        here = graph.locator("[aria-current]")
        expect(graph.get_by_role("listitem").filter(has=page.get_by_role("heading"))).to_contain_text(
            ["Waited for, 1 step before", "This task", "Waiting, 1 step after"]
        )
        expect(here).to_have_text(re.compile("Check.*Blocked"))
        expect(graph.get_by_role("link", name="Write")).to_contain_text("Inbox")
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            expect(page.locator("html")).to_have_attribute("data-theme", theme)
            assert accessibility_violations(page) == []

        ok(operator.patch(f"/api/v1/boards/{board['id']}/tasks/{first['id']}", json={"status": "done"}))
        expect(graph.get_by_role("link", name="Write")).to_contain_text("Done")
        expect(here).to_have_text(re.compile("Check.*Inbox"))
        expect(graph.get_by_role("link", name="Publish")).to_contain_text("Blocked")
        graph.get_by_role("link", name="Publish").press("Enter")
        expect(panel(page, "Publish").get_by_role("region", name="Dependency graph")).to_be_visible()
    unmoved.check()


def test_tags_and_fields_are_made_put_on_a_card_and_change_live(server: ServerProcess, calm_page: Page):
    page = calm_page
    with server.as_operator() as operator:
        move_to_new_organization(operator)
        board = make_board(operator, name="Launch")
        make_task(operator, board, "Write it")
        make_task(operator, board, "Beside the point")
        sign_in(page, server, "/tags")
        make_tag(page, "Docs")
        page.keyboard.press("g")
        page.keyboard.press("f")
        make_field(page, "Customer", "[A-Z]+-[0-9]+", "Launch")

        page.goto(f"{server.base_url}/boards/{board['id']}")
        card(page, "Write it").click()
        opened = panel(page, "Write it")
        opened.get_by_role("button", name="Change the tags").press("Enter")
        page.keyboard.type("Docs")
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        expect(opened.get_by_role("button", name="Remove the tag Docs")).to_be_visible()
        opened.get_by_label("Customer").fill("acme")
        page.keyboard.press("Tab")
        expect(page.get_by_text("Customer could not be changed")).to_be_visible()
        opened.get_by_label("Customer").fill("ACME-7")
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        expect(page.get_by_text("Customer:", exact=True)).to_be_visible()
        expect(page.get_by_text("ACME-7")).to_be_visible()

        tag = ok(operator.get("/api/v1/tags"))["items"][0]
        assert tag["task_count"] == 1
        ok(operator.patch(f"/api/v1/tags/{tag['id']}", json={"name": "Manual"}))
        expect(page.get_by_role("list", name="Tags")).to_have_text("Manual")
        page.goto(f"{server.base_url}/boards/{board['id']}?tag={tag['id']}")
        expect(card(page, "Write it")).to_be_visible()
        expect(card(page, "Beside the point")).to_be_hidden()
        ok(operator.delete(f"/api/v1/tags/{tag['id']}"))
        expect(card(page, "Write it")).to_be_hidden()


@contextmanager
def held_back(page: Page, address: str) -> Iterator[None]:
    """Requests there reach the server only afterwards."""
    waiting: list[Route] = []

    def hold_back(route: Route) -> None:
        waiting.append(route)

    page.route(address, hold_back)
    yield
    # What the page shows at once may be there before the request has left.
    until = time.monotonic() + 30
    while not waiting and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert waiting
    for route in waiting:
        route.continue_()
    page.unroute(address)


def delete_from_the_palette(page: Page, title: str) -> None:
    page.keyboard.press("ControlOrMeta+k")
    page.get_by_role("dialog", name="Find anything").get_by_role("combobox").fill("delete 1 selected")
    page.keyboard.press("Enter")
    asked = page.get_by_role("alertdialog", name="Delete 1 task?")
    expect(asked).to_contain_text(title)
    asked.get_by_role("button", name="Delete 1 task").click()
    expect(card(page, title)).to_have_count(0)
    expect(bar(page)).to_have_count(0)


def assign_all(page: Page, agent: str, how_many: str) -> None:
    page.keyboard.press("ControlOrMeta+a")
    bar(page).get_by_role("button", name="Assign").click()
    page.get_by_role("option", name=agent).click()
    expect(page.get_by_text(f"{how_many} assigned to {agent}")).to_be_visible()
    page.keyboard.press("Escape")
    expect(bar(page)).to_have_count(0)


def make_tag(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name="No tags yet")).to_be_visible()
    page.keyboard.press("n")
    page.get_by_label("Name").fill(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("listitem").filter(has_text=name)).to_contain_text("0 tasks")
    assert accessibility_violations(page) == []


def make_field(page: Page, label: str, pattern: str, board: str) -> None:
    expect(page.get_by_role("heading", name="No custom fields yet")).to_be_visible()
    page.keyboard.press("n")
    page.get_by_label("Label").fill(label)
    page.get_by_label("Pattern").fill(pattern)
    page.get_by_label(board).click()
    page.get_by_role("button", name="Create field").click()
    expect(page.get_by_role("listitem").filter(has_text=label)).to_contain_text(f"On {board}")
    assert accessibility_violations(page) == []


def hold(page: Page, target: Locator) -> None:
    """A finger that rests, as the browser tells of it; Playwright only taps."""
    box = target.bounding_box()
    assert box is not None
    touch = {"x": box["x"] + 20, "y": box["y"] + 8}
    session = page.context.new_cdp_session(page)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [touch]})
    page.wait_for_timeout(700)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
