"""A board with more tasks than a page could hold at once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from uuid import uuid4

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.e2e.steps import card, column, sign_in
from tests.support.server import ServerProcess
from tests.support.world import Json, make_agent, make_board, make_task, ok

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

MANY = 2_000
SCREENFUL = 120
"""More cards than fit on a screen, and far fewer than there are."""
PHONE: ViewportSize = {"width": 390, "height": 844}


def test_two_thousand_tasks_are_grouped_found_and_moved_while_the_page_holds_a_screenful(
    server: ServerProcess, page: Page
):
    with server.as_operator() as operator:
        board = make_board(operator, name="Letters")
        ava = make_agent(operator, board, "Ava")
        first = make_task(operator, board, "Letter 0")
        _copy(server, first, MANY - 2)
        make_task(operator, board, "Letter to Ava", priority="high", assigned_agent_id=ava.id)
        sign_in(page, server, f"/boards/{board['id']}")
        expect(column(page, "Inbox")).to_contain_text(str(MANY))
        _holds_a_screenful(page)

        page.get_by_label("Group").select_option("By agent")
        expect(page).to_have_url(f"{server.base_url}/boards/{board['id']}?group=agent")
        inbox = column(page, "Inbox")
        expect(inbox.get_by_role("heading", level=3)).to_have_text(["Ava", "Nobody"])
        card(page, "Letter to Ava").focus()
        page.keyboard.press("l")
        expect(column(page, "In progress").get_by_role("heading", level=3)).to_have_text("Ava")
        expect(inbox.get_by_role("heading", level=3)).to_have_text("Nobody")

        page.get_by_placeholder("Filter").fill("letter 1234")
        expect(inbox.locator("[data-task]")).to_have_count(1)
        page.get_by_placeholder("Filter").fill("")
        page.set_viewport_size(PHONE)
        page.goto(f"{server.base_url}/boards/{board['id']}?group=priority&view=list")
        expect(page.get_by_role("heading", name="High")).to_be_visible()
        _holds_a_screenful(page)
        page.locator("[data-task]").first.focus()
        for _ in range(60):
            page.keyboard.press("j")
        expect(page.locator("[data-task]:focus")).to_be_in_viewport()
        _holds_a_screenful(page)
        assert ok(operator.get(f"/api/v1/boards/{board['id']}/tasks?status=in_progress"))["total"] == 1


def _holds_a_screenful(page: Page) -> None:
    expect(page.locator("[data-task]").first).to_be_visible()
    assert page.locator("[data-task]").count() < SCREENFUL


def _copy(server: ServerProcess, task: Json, times: int) -> None:
    """Straight into the database: so many requests would take longer than the test."""
    file = server.environment()["DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(file)) as database, database:
        found = database.execute("SELECT * FROM tasks WHERE title = ?", (task["title"],))
        names = [column[0] for column in found.description]
        row = dict(zip(names, found.fetchone(), strict=True))
        copies = [row | {"id": uuid4().hex, "title": f"Letter {number + 1}"} for number in range(times)]
        marks = ", ".join(f":{name}" for name in names)
        database.executemany(f"INSERT INTO tasks ({', '.join(names)}) VALUES ({marks})", copies)
