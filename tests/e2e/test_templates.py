"""A recurring task: chosen, previewed, kept, and seen to come while the board is open."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, text

from tests.e2e.steps import card, column, live_mark, panel, sign_in, violations
from tests.support.server import ServerProcess
from tests.support.world import make_board, ok

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


def test_a_recurring_task_comes_by_itself_while_the_board_is_open(page: Page, start_server, sqlite_url: str):
    server: ServerProcess = start_server(sqlite_url, hurried=True)
    with server.as_operator() as operator:
        board = make_board(operator, name="Reports")
        templates = f"/api/v1/boards/{board['id']}/templates"
        sign_in(page, server, f"/boards/{board['id']}")
        page.get_by_role("link", name="Templates and recurring tasks").click()
        expect(page.get_by_text("No templates yet")).to_be_visible()

        _write_the_weekly_report(page)
        page.get_by_role("link", name="Back to Reports").click()
        expect(live_mark(page)).to_have_text("Live")
        _make_due(sqlite_url)
        expect(column(page, "Inbox").get_by_text("Report 1")).to_be_visible()
        card(page, "Report 1").click()
        expect(panel(page, "Report 1").get_by_role("link", name="Weekly report")).to_be_visible()
        page.keyboard.press("Escape")

        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{server.base_url}/boards/{board['id']}/templates")
        _look_after_it_by_thumb(page)
        assert ok(operator.get(templates))["total"] == 0


def _write_the_weekly_report(page: Page) -> None:
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="New template")
    dialog.get_by_label("Name").fill("Weekly report")
    dialog.get_by_label("Title of its tasks").fill("Report {number}")
    dialog.get_by_label("Repeats").select_option("Another cron line")
    dialog.get_by_label("Cron line").fill("61 9 * * *")
    expect(dialog.get_by_label("Next runs")).to_contain_text("bad minute")
    dialog.get_by_label("Repeats").select_option("On days of the week")
    dialog.get_by_label("Time zone").select_option("Europe/Berlin")
    expect(dialog.get_by_label("Next runs")).to_contain_text("At 09:00 on Monday, Europe/Berlin")
    assert violations(page) == {}
    dialog.get_by_role("button", name="Create template").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("At 09:00 on Monday, Europe/Berlin")).to_be_visible()
    assert violations(page) == {}


def _look_after_it_by_thumb(page: Page) -> None:
    expect(page.get_by_text("Made a task")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="More about Weekly report").click()
    page.get_by_role("menuitem", name="Pause").click()
    expect(page.get_by_text("Paused")).to_be_visible()
    page.get_by_role("button", name="Make a task from Weekly report now").click()
    expect(page.get_by_text("“Report 2” is in the Inbox")).to_be_visible()

    page.get_by_role("button", name="More about Weekly report").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("button", name="Delete template").click()
    expect(page.get_by_text("No templates yet")).to_be_visible()


def _make_due(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        past = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
        connection.execute(text("UPDATE task_templates SET next_run_at = :at"), {"at": past})
    engine.dispose()
