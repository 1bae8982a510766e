"""Who works in an organization: an owner in the browser invites, shares boards, and hands over links that work once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.e2e.steps import live_mark, sign_in
from tests.support import several_people
from tests.support.browser import accessibility_violations
from tests.support.server import ServerProcess
from tests.support.several_people import ACCEPT, Crowd, Person
from tests.support.world import make_board, ok

# The time is for machines that run other tests beside this one.
pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
KEYS = "/api/v1/organizations/me/api-keys"


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    with ServerProcess(module=several_people.MODULE) as process:
        yield process.start()


@pytest.fixture
def calm_page(browser: Browser) -> Iterator[Page]:
    """Without motion: a colour that is still fading in has a contrast of its own."""
    with closing(browser.new_context(reduced_motion="reduce")) as context:
        yield context.new_page()


def violations(page: Page) -> list[str]:
    """What axe objects to, in both themes."""
    found: list[str] = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        found += [f"{theme}: {it}" for it in accessibility_violations(page, colours_only=theme == "dark")]
    return found


def take_at_a_glance(page: Page) -> None:
    """From Gina the right on Payroll, in the table of all rights, by keyboard."""
    table = page.get_by_role("table", name="What members may do on boards")
    table.get_by_role("button", name="Gina on Launch: reads").focus()
    page.keyboard.press("ArrowRight")
    expect(table.get_by_role("button", name="Gina on Payroll: writes")).to_be_focused()
    page.keyboard.press("r")
    cell = table.get_by_role("button", name="Gina on Payroll: reads")
    expect(cell).not_to_have_attribute("aria-busy", "true")
    page.keyboard.press("Enter")
    page.get_by_role("menuitemcheckbox", name="Nothing").click()
    expect(table.get_by_role("button", name="Gina on Payroll: nothing")).to_be_visible()


def look_on_a_phone(page: Page) -> None:
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_label("Board", exact=True).select_option("Launch")
    expect(page.get_by_label("Gina on Launch", exact=True)).to_have_value("read")
    assert violations(page) == []


def test_somebody_is_invited_comes_and_is_given_more(server: ServerProcess, calm_page: Page):
    page = calm_page
    database = f"sqlite:///{server.data_dir / 'mission-control.db'}"
    crowd = Crowd(server, database)
    guest = crowd.person("Gina", "gina@example.org")
    with server.as_operator() as operator:
        make_board(operator, name="Launch")
        make_board(operator, name="Payroll")
    sign_in(page, server, "/organization")
    page.get_by_role("main").get_by_role("button", name="Invite somebody").click()
    dialog = page.get_by_role("dialog", name="Invite somebody")
    dialog.get_by_label("E-mail address").fill("gina@example.org")
    dialog.get_by_label("Rights on Launch").select_option("read")
    expect(dialog.get_by_role("region", name="What gina@example.org sees")).to_contain_text("Launch · reads")
    assert violations(page) == []
    dialog.get_by_role("button", name="Make the link").click()
    link = page.get_by_test_id("invite-link").inner_text()
    assert violations(page) == []
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("list", name="Invites")).to_contain_text("gina@example.org")
    page.reload()
    expect(page.get_by_role("list", name="Invites")).not_to_contain_text(link.partition("token=")[2])

    ok(guest.client.post(ACCEPT, json={"token": link.partition("token=")[2]}))
    members = page.get_by_role("list", name="Members")
    expect(members).to_contain_text("Gina")
    page.get_by_label("Role of Gina").select_option("admin")
    expect(page.get_by_text("Gina is admin now")).to_be_visible()
    page.get_by_role("button", name="Rights of Gina").click()
    rights = page.get_by_role("dialog", name="What Gina may do")
    rights.get_by_label("Rights on Payroll").select_option("write")
    rights.get_by_role("button", name="Save rights").click()
    expect(members).to_contain_text("Reads 1 board, writes 1 board")
    take_at_a_glance(page)
    expect(members).to_contain_text("Reads 1 board")
    look_on_a_phone(page)

    page.goto(link)
    expect(page.get_by_role("heading", name="This invite does not work any more")).to_be_visible()
    expect(live_mark(page)).to_have_text("Live")
    assert violations(page) == []
    crowd.close()


def test_boards_that_cannot_be_read_are_not_taken_for_none(server: ServerProcess, calm_page: Page):
    page = calm_page
    with server.as_operator() as operator:
        make_board(operator, name="Atlas")
    sign_in(page, server, "/organization")
    failure = {"detail": "The disk is full.", "retryable": False}
    page.route("**/api/v1/boards?*", lambda route: route.fulfill(status=500, json=failure))
    page.reload()
    page.get_by_role("main").get_by_role("button", name="Invite somebody").click()
    dialog = page.get_by_role("dialog", name="Invite somebody")
    says_that_boards_failed(dialog)
    expect(dialog.get_by_text("No board, and so no task")).to_have_count(0)
    assert violations(page) == []

    page.goto(f"{server.base_url}/custom-fields?new=true")
    says_that_boards_failed(page.get_by_role("dialog", name="New custom field"))

    page.goto(f"{server.base_url}/settings")
    page.get_by_role("button", name="New API key").click()
    dialog = page.get_by_role("dialog", name="New API key")
    dialog.get_by_label("Boards").select_option(label="Only these")
    says_that_boards_failed(dialog)
    page.unroute_all()
    dialog.get_by_role("button", name="Try again").click()
    expect(dialog.get_by_role("checkbox", name="Atlas")).to_be_visible()


def says_that_boards_failed(dialog: Locator) -> None:
    failure = dialog.get_by_role("alert")
    expect(failure).to_contain_text("The boards could not be loaded")
    expect(failure.get_by_role("button", name="Try again")).to_be_visible()
    expect(dialog.get_by_text("There is no board yet")).to_have_count(0)


def test_service_keys_that_stay_are_named_and_long_names_fit(server: ServerProcess, calm_page: Page):
    page, name = calm_page, f"bartholomew.{'x' * 150}@long.example.org"
    crowd = Crowd(server, f"sqlite:///{server.data_dir / 'mission-control.db'}")
    with server.as_operator() as operator:
        bob = crowd.member(Person(operator, ""), role="admin", name=name, email="bob@example.org")
        make_board(operator, name="y" * 150)
        operator.post(KEYS, json={"name": "deploys"}).raise_for_status()
    ok(bob.client.post(KEYS, json={"name": "bobsvc", "scopes": ["read"]}))
    sign_in(page, server, "/organization")
    keys = page.get_by_role("list", name="API keys")
    expect(keys.get_by_role("listitem").filter(has_text="bobsvc")).to_contain_text(f"made by {name}")
    expect(page.get_by_text("still gets in")).to_have_count(0)
    page.get_by_role("button", name=f"Remove {name}").click()
    dialog = page.get_by_role("alertdialog", name=f"Remove {name}?")
    expect(dialog).to_contain_text(f"Service keys that {name} made stay: bobsvc.")
    assert fits(page)
    assert violations(page) == []
    dialog.get_by_role("button", name="Remove").click()
    expect(keys.get_by_role("listitem").filter(has_text="still gets in")).to_contain_text(
        f"{name}, who made it, is not an administrator here any more"
    )
    assert violations(page) == []
    page.goto(f"{server.base_url}/boards")
    expect(page.get_by_role("main").get_by_text("y" * 150)).to_be_visible()
    assert fits(page)
    crowd.close()


def fits(page: Page) -> bool:
    """Whether the page, and what is on it, is no wider than the screen; on a desktop and on a phone."""
    parts = "[...document.querySelectorAll('main, main li, [role=alertdialog]')]"
    wide = f"{parts}.some((part) => part.scrollWidth > part.clientWidth)"
    seen = []
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        seen += [page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), page.evaluate(wide)]
    return not any(seen)


def test_an_end_is_told_beforehand_and_asks_for_the_name(server: ServerProcess, calm_page: Page):
    page = calm_page
    with server.as_operator() as operator:
        ok(operator.post("/api/v1/organizations", json={"name": "Short-lived"}))
        make_board(operator, name="Last board")
    sign_in(page, server, "/organization")
    page.get_by_role("button", name="Delete organization").click()
    dialog = page.get_by_role("dialog", name="Delete Short-lived?")
    expect(dialog).to_contain_text("goes with 1 board")
    sure = dialog.get_by_role("button", name="Delete for good")
    expect(sure).to_be_disabled()
    dialog.get_by_label("Type “Short-lived” to go on").fill("Short-lived")
    assert violations(page) == []
    sure.click()
    expect(page.get_by_text("Short-lived was deleted")).to_be_visible()
    page.goto(f"{server.base_url}/settings")
    page.get_by_role("button", name="Delete account").click()
    # Gina belongs to what is left, and is no owner of it.
    expect(page.get_by_role("alertdialog")).to_contain_text("You are the last owner of Personal")
    assert violations(page) == []
