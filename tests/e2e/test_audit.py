"""Who changed what: an operator finds a change, reads what was before, takes the log home and verifies it."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.steps import sign_in, violations
from tests.support.server import ServerProcess
from tests.support.world import make_board, ok

# The time is for machines that run other tests beside this one.
pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


def test_a_change_is_found_read_taken_home_and_verified(page: Page, server: ServerProcess):
    with server.as_operator() as operator:
        board = make_board(operator, name="Ledger")
        ok(operator.patch(f"/api/v1/boards/{board['id']}", json={"name": "Accounts"}))
    sign_in(page, server, "/audit")
    events = page.get_by_role("list", name="Events")
    page.get_by_label("Words of the message").fill("Accounts")
    expect(events.get_by_role("button")).to_have_count(1)
    events.get_by_role("button").click()
    record = page.get_by_role("dialog", name="Event")
    changes = record.get_by_role("region", name="Changes")
    expect(changes).to_contain_text("before: Ledger")
    expect(changes).to_contain_text("after: Accounts")
    assert violations(page) == {}
    record.get_by_role("button", name="Only these: From 127.0.0.1").click()
    expect(page.get_by_role("button", name="Take out the filter: 127.0.0.1")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="JSON Lines").click()
    (line,) = download.value.path().read_text().splitlines()
    assert (json.loads(line)["event_type"], json.loads(line)["address"]) == ("board.updated", "127.0.0.1")
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_role("status").filter(has_text="seal")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    # What happens now is there without a reload.
    with server.as_operator() as operator:
        ok(operator.patch(f"/api/v1/boards/{board['id']}", json={"name": "Books"}))
    expect(events.get_by_role("button").first).to_contain_text("Books")
    assert violations(page) == {}
