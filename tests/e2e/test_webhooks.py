"""A webhook: made with a secret, sent to by a stranger, looked into while the page is open, and told to an agent."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.steps import live_mark, sign_in, violations
from tests.support.server import ServerProcess
from tests.support.world import Json, make_agent, make_board, ok
from tests.webhooks.signing import github

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

BODY = b'{"build": 7, "state": "failed"}'
WHAT = "Open a task for every failed build."


def test_a_delivery_is_seen_as_it_comes_with_who_was_told(page: Page, server: ServerProcess):
    with server.as_operator() as operator, server.client() as stranger:
        board = make_board(operator, name="Builds")
        make_agent(operator, board, "Lena", is_board_lead=True)
        sign_in(page, server, f"/boards/{board['id']}")
        page.get_by_role("link", name="Webhooks").click()
        expect(page.get_by_text("No webhooks yet")).to_be_visible()
        secret = _make_it(page)
        (webhook,) = ok(operator.get(f"/api/v1/boards/{board['id']}/webhooks"))["items"]
        assert (webhook["has_secret"], webhook["signature_scheme"]) == (True, "github")

        refused = stranger.post(webhook["endpoint_path"], content=BODY, headers=github(BODY, "x" * 64))
        assert refused.status_code == 403
        _send(stranger, webhook, secret)
        expect(page.get_by_text("1 delivery, last")).to_be_visible()
        _look_into_it(page)

        page.set_viewport_size({"width": 390, "height": 844})
        page.reload()
        expect(live_mark(page)).to_have_text("Live")
        _look_after_it_by_thumb(page)
        assert ok(operator.get(f"/api/v1/boards/{board['id']}/webhooks"))["total"] == 0


def _make_it(page: Page) -> str:
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="New webhook")
    dialog.get_by_label("What the agent is to do with deliveries").fill(WHAT)
    dialog.get_by_label("How the sender signs").select_option("GitHub")
    secret = dialog.get_by_role("textbox", name="Secret")
    secret.fill("short")
    expect(dialog.get_by_text("Write 16 characters or more.")).to_be_visible()
    expect(dialog.get_by_role("button", name="Create webhook")).to_be_disabled()
    dialog.get_by_role("button", name="Make a random secret").click()
    made = secret.input_value()
    assert violations(page) == {}
    dialog.get_by_role("button", name="Create webhook").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Signed: GitHub")).to_be_visible()
    expect(page.get_by_text("Tells Lena")).to_be_visible()
    assert made not in page.content()
    assert violations(page) == {}
    return made


def _send(stranger: httpx.Client, webhook: Json, secret: str) -> None:
    sent = stranger.post(webhook["endpoint_path"], content=BODY, headers=github(BODY, secret))
    assert sent.status_code == 202, sent.text


def _look_into_it(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name=f"Deliveries of {WHAT}")
    expect(panel.get_by_text("Lena was told")).to_be_visible()
    assert violations(page) == {}
    panel.get_by_text('"state": "failed"').click()
    expect(panel.get_by_text("Signature verified")).to_be_visible()
    expect(panel.get_by_role("region", name="Headers").get_by_text("x-github-event")).to_be_visible()
    assert violations(page) == {}
    panel.get_by_role("button", name="Tell again").click()
    expect(page.get_by_text("It is told again")).to_be_visible()
    expect(panel.get_by_text("Times told").locator("xpath=following-sibling::dd")).to_have_text("2")
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)


def _look_after_it_by_thumb(page: Page) -> None:
    more = page.get_by_role("button", name=f"More about {WHAT}")
    more.click()
    page.get_by_role("menuitem", name="Send a test").click()
    expect(page.get_by_text("2 deliveries, last")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    more.click()
    page.get_by_role("menuitem", name="Pause").click()
    expect(page.get_by_text("Paused", exact=True)).to_be_visible()
    more.click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("button", name="Delete webhook").click()
    expect(page.get_by_text("No webhooks yet")).to_be_visible()
