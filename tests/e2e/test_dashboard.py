"""The dashboard: what it says of a board, how it is narrowed and read, and that it follows the work."""

from __future__ import annotations

from contextlib import closing

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.steps import card, live_mark, panel, sign_in
from tests.support.browser import accessibility_violations
from tests.support.server import ServerProcess
from tests.support.world import Json, as_agent, make_agent, make_board, make_task, ok

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


def tile(page: Page, label: str) -> Locator:
    return page.locator("dl > div").filter(has=page.get_by_text(label, exact=True)).locator("dd").first


def move(server: ServerProcess, task: Json, status: str) -> None:
    with server.as_operator() as operator:
        ok(operator.patch(f"/api/v1/boards/{task['board_id']}/tasks/{task['id']}", json={"status": status}))


def taken_by_an_agent(server: ServerProcess, task: Json, name: str = "Ava") -> None:
    with server.as_operator() as operator:
        board = ok(operator.get(f"/api/v1/boards/{task['board_id']}"))
        with as_agent(server, make_agent(operator, board, name)) as agent:
            ok(agent.post(f"/api/v1/agent/boards/{board['id']}/tasks/{task['id']}/claim"))


def test_the_dashboard_follows_the_work_and_is_narrowed_by_its_address(server: ServerProcess, page: Page) -> None:
    sign_in(page, server, "/dashboard")
    expect(page.get_by_role("heading", name="Nothing to measure yet")).to_be_visible()
    with server.as_operator() as operator:
        board, other = make_board(operator, name="Launch"), make_board(operator, name="Quiet")
        make_agent(operator, board, "Ava")
        group = ok(operator.post("/api/v1/board-groups", json={"name": "Calm ones"}))
        ok(operator.patch(f"/api/v1/boards/{other['id']}", json={"board_group_id": group["id"]}))
        tasks = [make_task(operator, board, f"Task {number}") for number in range(3)]
        tag = ok(operator.post("/api/v1/tags", json={"name": "Docs"}))
        make_task(operator, other, "Alone", tag_ids=[tag["id"]])
    expect(tile(page, "Open now")).to_have_text("4")
    for status in ("in_progress", "review", "done"):
        move(server, tasks[0], status)
    expect(tile(page, "Done")).to_have_text("1")
    expect(page.get_by_text("Once; half within", exact=False).first).to_be_visible()

    page.get_by_role("combobox", name="Board").select_option("Quiet")
    expect(tile(page, "Open now")).to_have_text("1")
    expect(page).to_have_url(f"{server.base_url}/dashboard?board={other['id']}")
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("combobox", name="Group").select_option("Calm ones")
    expect(tile(page, "Open now")).to_have_text("1")
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("combobox", name="Tag").select_option("Docs")
    expect(tile(page, "Open now")).to_have_text("1")
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("combobox", name="Agent").select_option("Ava")
    expect(tile(page, "Done")).to_have_text("0")
    page.get_by_role("button", name="Clear").click()
    expect(tile(page, "Done")).to_have_text("1")


def test_a_chart_is_read_by_keyboard_and_as_a_table_and_a_task_tells_its_times(
    server: ServerProcess, page: Page
) -> None:
    with server.as_operator() as operator:
        board = make_board(operator, name="Charted")
        task = make_task(operator, board, "Task 0")
    taken_by_an_agent(server, task)
    for status in ("review", "done"):
        move(server, task, status)
    sign_in(page, server, f"/dashboard?board={board['id']}")
    page.get_by_role("combobox", name="Range").select_option("24 hours")
    chart = page.get_by_role("slider", name="Throughput, by hour")
    chart.focus()
    page.keyboard.press("End")
    last = chart.get_attribute("aria-valuetext") or ""
    assert "Done 1, time before 0" in last
    page.keyboard.press("ArrowLeft")
    expect(chart).not_to_have_attribute("aria-valuetext", last)
    page.keyboard.press("Escape")

    page.get_by_role("radio", name="Tables").click()
    table = page.get_by_role("region", name="Throughput, as a table")
    expect(table.get_by_role("row").nth(1)).to_contain_text("1")
    page.reload()
    expect(page.get_by_role("region", name="Work in progress, as a table")).to_be_visible()
    expect(page.get_by_role("combobox", name="Range")).to_have_value("24h")
    work = page.get_by_role("region", name="Work by agent, as a table")
    expect(work.get_by_role("row").nth(1)).to_contain_text("Ava")
    work.get_by_role("button", name="Figures of Ava alone").click()
    expect(page.get_by_role("combobox", name="Agent")).not_to_have_value("")

    page.goto(f"{server.base_url}/boards/{board['id']}")
    card(page, "Task 0").click()
    panel(page, "Task 0").get_by_role("tab", name="History").click()
    spent = panel(page, "Task 0").get_by_role("region", name="Time in each state")
    expect(spent).to_contain_text("In progress")
    panel(page, "Task 0").get_by_role("tab", name="Runs").click()
    runs = panel(page, "Task 0").get_by_role("tabpanel", name="Runs")
    expect(runs.get_by_role("listitem")).to_contain_text(["Ava took it"])
    expect(runs.get_by_role("listitem")).to_contain_text(["Handed in"])
    move(server, task, "inbox")
    taken_by_an_agent(server, task, "Ben")
    expect(runs.get_by_role("listitem").first).to_contain_text("Ben took it")
    assert accessibility_violations(page) == []


def test_the_dashboard_fits_a_phone_and_breaks_no_rule_of_accessibility(
    server: ServerProcess, browser: Browser
) -> None:
    with server.as_operator() as operator:
        task = make_task(operator, make_board(operator), "Seen")
    taken_by_an_agent(server, task)
    with closing(browser.new_context(reduced_motion="reduce", viewport={"width": 390, "height": 844})) as context:
        page = context.new_page()
        sign_in(page, server, "/dashboard")
        for view in ("", "?view=table"):
            page.goto(f"{server.base_url}/dashboard{view}")
            expect(page.get_by_role("heading", name="Time in review")).to_be_visible()
            expect(live_mark(page)).to_have_text("Live")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
                expect(page.locator("html")).to_have_attribute("data-theme", theme)
                assert accessibility_violations(page) == []
