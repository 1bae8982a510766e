"""What an operator does with the built product, in a real browser, while real agents call it over HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, ViewportSize, expect

from tests.e2e.steps import Unmoved, card, column, live_mark, open_board, panel, sign_in
from tests.support.browser import accessibility_violations
from tests.support.people import People
from tests.support.server import ServerProcess
from tests.support.world import Json, make_agent, make_board, make_task, ok

pytestmark = pytest.mark.e2e

PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def own_server(start_server: Callable[[], ServerProcess]) -> ServerProcess:
    return start_server()


@pytest.fixture
def second_page(browser: Browser) -> Iterator[Page]:
    """Another person's browser."""
    with closing(browser.new_context()) as context:
        yield context.new_page()


def test_an_agent_takes_a_new_task_to_done_while_the_open_page_follows(own_server: ServerProcess, page: Page):
    sign_in(page, own_server)
    expect(page.get_by_role("heading", name="From here to a working agent")).to_be_visible()
    create_board(page, "Launch")
    create_task(page, "Write the announcement")
    token = create_agent(page, "Ava")
    open_board(page, "Launch")
    expect(column(page, "Inbox").get_by_role("link", name="Write the announcement")).to_be_visible()

    unmoved = Unmoved(page)
    with own_server.as_agent(token) as ava:
        task = ok(ava.post("/api/v1/agent/tasks/claim"))["task"]
        path = f"/api/v1/agent/boards/{task['board_id']}/tasks/{task['id']}"
        held = column(page, "In progress")
        expect(held.get_by_role("link", name="Write the announcement")).to_be_visible()
        expect(held).to_contain_text("Held until")
        expect(page.get_by_role("region", name="Agents of this board")).to_contain_text("Write the announcement")

        card(page, "Write the announcement").click()
        opened = panel(page, "Write the announcement")
        expect(opened.get_by_text("Ava works on it")).to_be_visible()
        ok(ava.post(f"{path}/comments", json={"message": "The **draft** stands."}))
        expect(opened.get_by_role("listitem").filter(has_text="The draft stands.")).to_contain_text("Ava")

        ok(ava.patch(path, json={"status": "done", "comment": "Published."}))
        expect(opened.get_by_role("button", name="Status: Done")).to_be_visible()
        expect(opened.get_by_role("listitem").filter(has_text="Published.")).to_be_visible()
        page.keyboard.press("Escape")
        expect(column(page, "Done").get_by_role("link", name="Write the announcement")).to_be_visible()
    unmoved.check()


def test_a_killed_server_is_said_and_its_return_brings_what_changed(own_server: ServerProcess, page: Page):
    with own_server.as_operator() as operator:
        board = make_board(operator, name="Steady")
        task = make_task(operator, board, "Survive")
    sign_in(page, own_server, f"/boards/{board['id']}")
    unmoved = Unmoved(page)

    own_server.kill()
    expect(live_mark(page)).to_contain_text("Reconnecting, as of")
    expect(card(page, "Survive")).to_be_visible()
    page.keyboard.press("c")
    form = page.get_by_role("dialog", name="New task")
    form.get_by_label("Title").fill("Written meanwhile")
    page.keyboard.press("Enter")
    expect(form.get_by_role("alert")).to_contain_text("The server cannot be reached")

    # The page comes back only after all has changed: what it shows then was not told to it live.
    page.route("**/api/v1/events*", lambda route: route.abort())
    own_server.start()
    with own_server.as_operator() as operator:
        ok(operator.patch(f"/api/v1/boards/{board['id']}/tasks/{task['id']}", json={"status": "in_progress"}))
        make_task(operator, board, "Came meanwhile")
    expect(form.get_by_role("alert")).to_be_visible()
    page.unroute("**/api/v1/events*")

    expect(form.get_by_role("alert")).to_have_count(0)
    expect(form.get_by_label("Title")).to_have_value("Written meanwhile")
    give_up(page, form)
    expect(live_mark(page)).to_have_text("Live")
    expect(column(page, "In progress").get_by_role("link", name="Survive")).to_be_visible()
    expect(column(page, "Inbox").get_by_role("link", name="Came meanwhile")).to_be_visible()
    unmoved.check()


def test_a_page_that_was_never_open_waits_for_a_server_that_is_away(own_server: ServerProcess, page: Page):
    sign_in(page, own_server)
    unmoved = Unmoved(page)
    own_server.kill()
    expect(live_mark(page)).to_contain_text("Reconnecting, as of")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Settings").click()
    expect(page.get_by_text("This page opens as soon as it answers.")).to_be_visible()
    own_server.start()
    expect(page.get_by_role("heading", level=1, name="Settings")).to_be_visible()
    unmoved.check()


def test_everything_is_done_without_a_mouse(server: ServerProcess, page: Page):
    with server.as_operator() as operator:
        board = make_board(operator, name="Keys")
        make_task(operator, board, "Second")
        make_task(operator, board, "First")
    keys = page.keyboard
    page.goto(server.base_url)
    expect(page.get_by_label("Access token")).to_be_focused()
    keys.insert_text(server.token)
    keys.press("Enter")
    expect(live_mark(page)).to_have_text("Live")

    keys.press("ControlOrMeta+k")
    expect(page.get_by_placeholder("Find a page, a board, an agent, or what was written…")).to_be_focused()
    keys.insert_text("keys")
    expect(page.get_by_role("option", name="Keys", exact=True)).to_have_attribute("aria-selected", "true")
    keys.press("Enter")
    expect(card(page, "First")).to_be_visible()

    keys.press("j")
    expect(card(page, "First")).to_be_focused()
    keys.press("j")
    expect(card(page, "Second")).to_be_focused()
    keys.press("Enter")
    expect(panel(page, "Second")).to_be_focused()
    keys.press("Tab")
    expect(page.get_by_role("button", name="Status: Inbox. Move the task")).to_be_focused()
    keys.press("Enter")
    keys.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="In progress")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("button", name="Status: In progress. Move the task")).to_be_visible()
    keys.press("Escape")
    expect(panel(page, "Second")).to_be_hidden()
    expect(column(page, "In progress").get_by_role("link", name="Second")).to_be_focused()

    # On the board itself a single key moves a card, and the focus goes with it.
    keys.press("l")
    expect(column(page, "Review").get_by_role("link", name="Second")).to_be_focused()
    keys.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_contain_text("Move the card one column on")
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(card(page, "Second")).to_be_focused()
    gives_the_focus_back(page, "Second")


def gives_the_focus_back(page: Page, title: str) -> None:
    """Whatever is opened by a key from the task's card."""
    for opens, inside in (("Enter", panel(page, title)), ("c", page.get_by_role("dialog", name="New task"))):
        page.keyboard.press(opens)
        expect(inside).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(card(page, title)).to_be_focused()


def test_what_one_browser_does_is_seen_in_another_and_tabs_share_a_stream(
    own_server: ServerProcess, page: Page, second_page: Page
):
    with own_server.as_operator() as operator:
        board = make_board(operator, name="Shared")
        path = f"/boards/{board['id']}"
        sign_in(page, own_server, path)
        sign_in(second_page, own_server, path)
        tab = page.context.new_page()
        tab.goto(f"{own_server.base_url}{path}")
        expect(live_mark(tab)).to_have_text("Live")
        assert ok(operator.get("/api/v1/system/status"))["streams"] == 2

    unmoved = [Unmoved(other) for other in (second_page, tab)]
    create_task(page, "Seen by all")
    for other in (second_page, tab):
        expect(column(other, "Inbox").get_by_role("link", name="Seen by all")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("l")
    for other in (second_page, tab):
        expect(column(other, "In progress").get_by_role("link", name="Seen by all")).to_be_visible()
    for document in unmoved:
        document.check()
    is_told_that_another_tab_has_switched(own_server, page, tab)
    is_offered_no_change_of_what_may_only_be_read(own_server, page, board)


def is_told_that_another_tab_has_switched(server: ServerProcess, page: Page, tab: Page) -> None:
    with server.as_operator() as operator:
        (first,) = ok(operator.get("/api/v1/organizations/me/list"))
        ok(operator.post("/api/v1/organizations", json={"name": "Second"}))
        ok(operator.patch("/api/v1/organizations/me/active", json={"organization_id": first["id"]}))
    page.reload()
    page.get_by_role("button", name="Organization: ").filter(visible=True).click()
    page.get_by_role("menuitemcheckbox", name="Second").click()
    expect(page.get_by_text("No boards yet").or_(page.get_by_text("From here to a working agent"))).to_be_visible()
    told = tab.get_by_role("dialog", name="You are in Second now")
    told.get_by_role("button", name=f"Back to {first['name']}").click()
    expect(told).to_be_hidden()
    create_task(tab, "Written where it was meant")
    page.get_by_role("dialog").get_by_role("button", name=f"Go on in {first['name']}").click()
    expect(page.get_by_role("button", name=f"Organization: {first['name']}").filter(visible=True)).to_be_visible()
    makes_what_it_says_though_a_script_has_switched(server, page, first)


def makes_what_it_says_though_a_script_has_switched(server: ServerProcess, page: Page, shown: Json) -> None:
    active = "/api/v1/organizations/me/active"
    with server.as_operator() as operator:
        (other,) = (one for one in ok(operator.get("/api/v1/organizations/me/list")) if one["id"] != shown["id"])
        ok(operator.patch(active, json={"organization_id": other["id"]}))
        page.get_by_role("link", name="Boards", exact=True).filter(visible=True).click()
        create_board(page, "Made where it says")
        ok(operator.patch(active, json={"organization_id": shown["id"]}))
        assert "Made where it says" in {board["name"] for board in ok(operator.get("/api/v1/boards"))["items"]}


def is_offered_no_change_of_what_may_only_be_read(server: ServerProcess, page: Page, board: Json) -> None:
    people = People(f"sqlite:///{server.data_dir / 'mission-control.db'}")
    people.become(board["organization_id"], "member", grants={board["id"]: (True, False)})
    page.goto(f"{server.base_url}/boards/{board['id']}")
    expect(page.get_by_text("You may read this board, not change it.")).to_be_visible()
    expect(page.get_by_role("button", name="New task")).to_have_count(0)
    expect(page.get_by_role("checkbox", name="Select Seen by all")).to_have_count(0)
    card(page, "Seen by all").click()
    opened = panel(page, "Seen by all")
    expect(opened.get_by_role("button", name="Status: In progress. Move the task")).to_be_disabled()
    expect(opened.get_by_label("Title")).to_be_disabled()
    expect(opened.get_by_role("button", name="Comment", exact=True)).to_have_count(0)
    page.goto(f"{server.base_url}/boards?new=true")
    expect(page.get_by_text("Administrators of your organization make boards")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_two_operators_edit_one_task_and_the_second_is_told_and_loses_nothing(
    server: ServerProcess, page: Page, second_page: Page
):
    with server.as_operator() as operator:
        board = make_board(operator, name="Together")
        task = make_task(operator, board, "Cut wood", description="Oak")
        path = f"/boards/{board['id']}"
        for one in (page, second_page):
            sign_in(one, server, f"{path}?task={task['id']}")
        unmoved = [Unmoved(one) for one in (page, second_page)]
        first, second = panel(page, "Cut wood"), panel(second_page, "Cut wood")

        for side, words in ((first, "Beech"), (second, "Ash, dried for two years")):
            side.get_by_role("button", name="Edit the description").click()
            side.get_by_role("textbox", name="Description").fill(words)
        first.get_by_role("button", name="Save description").click()
        told = second.get_by_role("status").filter(has_text="Somebody changed the description since you began.")
        expect(told).to_contain_text("Beech")
        expect(second.get_by_role("textbox", name="Description")).to_have_value("Ash, dried for two years")
        assert accessibility_violations(second_page) == []
        told.get_by_role("button", name="Replace theirs").click()
        expect(first.get_by_text("Ash, dried for two years")).to_be_visible()
        expect(told).to_have_count(0)

        # At the same moment: what the first has saved is on the server and not yet on the second's screen.
        once = iter([{"title": "Saw wood"}])

        def first_the_other(route: Route) -> None:
            if route.request.method == "PATCH" and (change := next(once, None)):
                ok(operator.patch(f"/api/v1{path}/tasks/{task['id']}", json=change))
            route.continue_()

        second_page.route(f"**/tasks/{task['id']}", first_the_other)
        second.get_by_label("Title").fill("Split wood")
        second_page.keyboard.press("Enter")
        second = panel(second_page, "Saw wood")
        told = second.get_by_role("status").filter(has_text="Somebody changed the title since you began.")
        expect(told).to_contain_text("Saw wood")
        expect(second.get_by_label("Title")).to_have_value("Split wood")
        told.get_by_role("button", name="Replace theirs").click()
        expect(panel(page, "Split wood").get_by_label("Title")).to_have_value("Split wood")
        page.keyboard.press("Escape")
        card(page, "Split wood").focus()
        page.keyboard.press("l")
        expect(panel(second_page, "Split wood").get_by_role("button", name="Status: In progress")).to_be_visible()
        for document in unmoved:
            document.check()


def test_a_rule_says_before_the_drop_why_not_and_after_it_what_helps(server: ServerProcess, page: Page):
    page.set_viewport_size({"width": 1280, "height": 800})
    with server.as_operator() as operator:
        board = make_board(operator, name="Ruled", require_review_before_done=True, comment_required_for_review=True)
        make_task(operator, board, "Careful")
    sign_in(page, server, f"/boards/{board['id']}")

    card(page, "Careful").hover()
    page.mouse.down()
    done = column(page, "Done")
    for _ in range(2):  # The first movement lifts the card, the second carries it.
        done.hover(position={"x": 60, "y": 60}, force=True)
    expect(done).to_contain_text("On this board a task is done only after it was in review. Move it to review first.")
    page.mouse.up()

    refusal = page.get_by_role("listitem").filter(has_text="“Careful” cannot go to Done")
    expect(refusal).to_contain_text("Move it to review first.")
    expect(column(page, "Inbox").get_by_role("link", name="Careful")).to_be_visible()
    refusal.get_by_role("button", name="Move to Review").click()
    comment = page.get_by_role("dialog", name="Move to Review")
    comment.get_by_label("Comment").fill("Looked at it twice.")
    comment.get_by_role("button", name="Comment and move").click()
    expect(column(page, "Review").get_by_role("link", name="Careful")).to_be_visible()


def test_a_board_is_worked_on_a_phone(server: ServerProcess, browser: Browser):
    with server.as_operator() as operator:
        board = make_board(operator, name="A board with a name that is longer than a phone is wide")
        make_agent(operator, board, "Ava")
        make_task(operator, board, "Pocket", priority="urgent")
        make_task(operator, board, "Later", priority="low")
    with closing(
        browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    ) as context:
        page = context.new_page()
        sign_in(page, server, f"/boards/{board['id']}")
        box = column(page, "Inbox").bounding_box()
        assert box is not None
        assert box["y"] < 220, "the board begins too far down"

        page.get_by_role("button", name="Filters").tap()
        page.get_by_role("button", name="Priority").tap()
        page.get_by_role("option", name="Urgent").tap()
        expect(card(page, "Later")).to_have_count(0)
        expect(page.get_by_role("button", name="Filters: 1")).to_be_visible()
        page.keyboard.press("Escape")
        # While the choices are still there, a tap beside them only closes them.
        expect(page.get_by_role("listbox")).to_have_count(0)
        assert "priority=urgent" in page.url

        page.get_by_role("button", name="More about this board").tap()
        page.get_by_role("menuitem", name="Pause this board…").tap()
        page.get_by_role("dialog", name="Pause A board").get_by_role("button", name="Cancel").tap()

        card(page, "Pocket").tap()
        page.get_by_role("button", name="Move the task").tap()
        page.get_by_role("menuitem", name="Done").tap()
        expect(page.get_by_role("button", name="Status: Done")).to_be_visible()
        page.get_by_role("button", name="Close").tap()
        expect(column(page, "Done").get_by_role("link", name="Pocket")).to_be_visible()
        bar = page.get_by_role("navigation", name="Main")
        for name in ("Home", "Boards", "Approvals", "Agents"):
            bar.get_by_role("link", name=name).tap()
            expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        for name in ("Dashboard", "Groups", "Activity", "Settings", "Tags", "Custom fields"):
            bar.get_by_role("button", name="More").tap()
            page.get_by_role("navigation", name="More").get_by_role("link", name=name).tap()
            expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        bar.get_by_role("button", name="More (Custom fields is open)").tap()
        here = page.get_by_role("navigation", name="More").get_by_role("link", name="Custom fields")
        expect(here).to_have_attribute("aria-current", "page")
        assert accessibility_violations(page) == []


# --- steps of several journeys -----------------------------------------------------------------


def create_board(page: Page, name: str) -> None:
    """Agents finish its tasks without asking people."""
    page.get_by_role("main").get_by_text("New board", exact=True).click()
    form = page.get_by_role("dialog", name="New board")
    form.get_by_label("Name").fill(name)
    form.get_by_label("Description").fill("For the test")
    form.get_by_role("button", name="Let agents finish tasks by themselves").click()
    form.get_by_role("button", name="Create board").click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def create_task(page: Page, title: str) -> None:
    page.get_by_role("button", name="New task").first.click()
    form = page.get_by_role("dialog", name="New task")
    form.get_by_label("Title").fill(title)
    form.get_by_role("button", name="Create task").click()
    expect(form).to_be_hidden()
    expect(card(page, title)).to_be_visible()


def give_up(page: Page, form: Locator) -> None:
    """What was typed is asked about, however one leaves."""
    asked = page.get_by_role("alertdialog", name="Discard what you have typed?")
    page.keyboard.press("Escape")
    asked.get_by_role("button", name="Keep writing").click()
    expect(form).to_be_visible()
    page.evaluate("history.back()")
    asked.get_by_role("button", name="Discard").click()
    expect(form).to_be_hidden()


def create_agent(page: Page, name: str) -> str:
    """The token, as it is shown once."""
    page.get_by_role("link", name="Add an agent").click()
    form = page.get_by_role("dialog", name="New agent")
    form.get_by_label("Name").fill(name)
    form.get_by_role("button", name="Create agent").click()
    shown = page.get_by_role("dialog", name=re.compile(name))
    token = shown.get_by_text(re.compile(r"^mca_")).inner_text()
    page.keyboard.press("Escape")
    expect(shown).to_be_visible()
    shown.get_by_role("button", name="I have kept the token").click()
    expect(page.get_by_text(token)).to_have_count(0)
    return token
