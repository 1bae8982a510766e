"""An operator has an address told of events, sees what it took and what it did not, and has that sent again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.steps import sign_in, violations
from tests.subscriptions.receiver import Receiver
from tests.support.server import ServerProcess
from tests.support.world import make_board

# The time is for machines that run other tests beside this one.
pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    with ServerProcess(env={"SUBSCRIPTION_ALLOW_PRIVATE_ADDRESSES": "true"}) as process:
        yield process.start()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


def test_an_address_is_told_and_what_it_refused_is_sent_again(page: Page, server: ServerProcess, receiver: Receiver):
    sign_in(page, server, "/subscriptions")
    page.get_by_role("main").get_by_role("button", name="Add subscription").first.click()
    dialog = page.get_by_role("dialog", name="New subscription")
    dialog.get_by_label("Name").fill("Chat room")
    dialog.get_by_label("Address").fill(receiver.url)
    dialog.get_by_label("Board", exact=True).check()
    assert violations(page) == {}
    dialog.get_by_role("button", name="Subscribe").click()
    secret = page.get_by_test_id("subscription-secret").inner_text()
    assert violations(page) == {}
    page.get_by_role("button", name="Done").click()
    row = page.get_by_role("list", name="Subscriptions").get_by_role("listitem")
    expect(row).to_contain_text("Nothing taken yet")
    receiver.status, receiver.answer = 410, b"no more"
    with server.as_operator() as operator:
        make_board(operator, name="Launch")
    expect(row).to_contain_text("410 Gone")
    expect(row).to_contain_text("1 given up")
    row.get_by_role("button", name="Deliveries to Chat room").click()
    deliveries = page.get_by_role("list", name="Deliveries")
    expect(deliveries).to_contain_text("it answered 410: no more")
    expect(deliveries.get_by_role("button")).to_be_disabled()
    assert violations(page) == {}
    page.get_by_role("button", name="Close").click()
    row.get_by_role("button", name="More about Chat room").click()
    page.get_by_role("menuitem", name="Resume").click()
    receiver.status = 200
    row.get_by_role("button", name="Deliveries to Chat room").click()
    deliveries.get_by_role("button").first.click()
    expect(deliveries).to_contain_text("Taken")
    assert receiver.events(secret)[0]["type"] == "board.created"
    assert violations(page) == {}
