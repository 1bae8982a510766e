"""Things are paused and resumed in the browser, and every page says so, also in the other window."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.steps import live_mark, sign_in, violations
from tests.support.server import ServerProcess
from tests.support.world import as_agent, make_agent, make_board, make_task, move_to_new_organization, ok

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


def test_a_pause_with_its_reason_is_seen_everywhere_and_ends_with_one_click(page: Page, server: ServerProcess):
    with server.as_operator() as operator:
        organization = move_to_new_organization(operator)
        board = make_board(operator, name="Covers")
        ada = make_agent(operator, board, "Ada")
        task = make_task(operator, board, "Draw the cover", assigned_agent_id=ada.id)
        with as_agent(server, ada) as agent:
            ok(agent.post("/api/v1/agent/heartbeat"))
    sign_in(page, server, f"/boards/{board['id']}")
    other = page.context.new_page()
    other.goto(f"{server.base_url}/agents/{ada.id}")
    expect(live_mark(other)).to_have_text("Live")

    page.keyboard.press("p")
    dialog = page.get_by_role("dialog", name="Pause Covers?")
    dialog.get_by_label("Reason").fill("The budget is spent")
    page.keyboard.press("Enter")
    notice = page.get_by_role("region", name="Covers: paused")
    expect(notice).to_contain_text("This board is paused by")
    expect(notice).to_contain_text("The budget is spent")
    expect(other.get_by_role("region", name="Ada: paused")).to_contain_text("Its board Covers is paused")
    page.goto(f"{server.base_url}/boards/{board['id']}?task={task['id']}")
    expect(page.get_by_role("dialog").get_by_text("The board Covers is paused since")).to_be_visible()
    assert violations(page) == {}
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Resume Covers").click()
    expect(notice).to_have_count(0)
    expect(other.get_by_role("region", name="Ada: paused")).to_have_count(0)

    other.goto(f"{server.base_url}/organization")
    other.get_by_role("button", name="Pause everything…").click()
    other.get_by_role("button", name="Pause", exact=True).click()
    bar = page.get_by_role("region", name=f"{organization['name']}: paused")
    expect(bar).to_contain_text("Everything is paused by")
    assert violations(other) == {}
    page.goto(f"{server.base_url}/")
    expect(page.get_by_role("region", name="Needs you").get_by_text("Paused", exact=True)).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    assert violations(page) == {}
    bar.get_by_role("button", name="Resume").click()
    expect(bar).to_have_count(0)
