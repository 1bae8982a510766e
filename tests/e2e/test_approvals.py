"""Decisions in the browser: asked for by an agent over HTTP, made with the keyboard, taken back, and lived by."""

from __future__ import annotations

from contextlib import closing

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.steps import Unmoved, panel, sign_in
from tests.support.browser import accessibility_violations
from tests.support.server import ServerProcess
from tests.support.world import Json, as_agent, make_agent, make_board, make_task, ok

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


def wish(task: Json, action: str) -> Json:
    return {
        "action_type": action,
        "confidence": 62,
        "task_id": task["id"],
        "payload": {"reason": "The letters are proofread.", "target": "All readers"},
        "rubric_scores": {"clarity": 40, "risk": 22},
    }


def test_a_decision_is_made_with_the_keyboard_taken_back_and_lived_by(server: ServerProcess, page: Page):
    with server.as_operator() as operator:
        board = make_board(operator, name="Letters", require_approval_for_done=True)
        ava = make_agent(operator, board, "Ava")
        task = make_task(operator, board, "Send the letters")
    sign_in(page, server, "/approvals")
    expect(page.get_by_text("Nothing waits for a decision")).to_be_visible()
    unmoved = Unmoved(page)
    with as_agent(server, ava) as agent:
        place = f"/api/v1/agent/boards/{board['id']}"
        ok(agent.post(f"{place}/tasks/{task['id']}/claim"))
        ok(agent.post(f"{place}/approvals", json=wish(task, "letters.send")))
        row = page.get_by_role("list", name="Approvals").get_by_role("link", name="letters.send")
        expect(row).to_be_visible()
        opened = page.get_by_role("article", name="Approval of letters.send")
        for words in ("The letters are proofread.", "All readers", "62 of 100", "Send the letters", "clarity"):
            expect(opened.get_by_text(words).first).to_be_visible()

        page.keyboard.press("j")
        expect(row).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("a")
        expect(page.get_by_text("letters.send approved")).to_be_visible()
        expect(row).to_have_count(0)
        page.get_by_role("button", name="Undo", exact=True).click()
        expect(row).to_be_visible()
        refused = agent.patch(f"{place}/tasks/{task['id']}", json={"status": "done"})
        assert refused.status_code == 409

        row.focus()
        page.keyboard.press("a")
        expect(row).to_have_count(0)
        ok(agent.patch(f"{place}/tasks/{task['id']}", json={"status": "done", "comment": "Sent."}))
        page.get_by_role("radio", name="Decided").click()
        page.get_by_role("link", name="letters.send").click()
        expect(page.get_by_text("Ava has acted on it")).to_be_visible()
        expect(page.get_by_role("button", name="Undo the decision")).to_be_disabled()
    unmoved.check()


def test_a_rejection_wants_a_reason(server: ServerProcess, page: Page):
    with server.as_operator() as operator:
        board = make_board(operator, name="Prints")
        approvals = f"/api/v1/boards/{board['id']}/approvals"
        ok(operator.post(approvals, json=wish(make_task(operator, board, "Print them"), "letters.print")))
        sign_in(page, server, "/approvals")
        page.get_by_role("list", name="Approvals").get_by_role("link", name="letters.print").focus()
        page.keyboard.press("r")
        rejecting = page.get_by_role("dialog", name="Reject letters.print")
        expect(rejecting.get_by_role("button", name="Reject")).to_be_disabled()
        rejecting.get_by_label("Reason").fill("Paper is short")
        rejecting.get_by_role("button", name="Reject").click()
        expect(page.get_by_text("letters.print rejected")).to_be_visible()
        items = ok(operator.get(approvals, params={"status": "rejected"}))["items"]
        assert [item["decision_reason"] for item in items] == ["Paper is short"]
        stay_when_somebody_else_is_quicker(page, operator, approvals, make_task(operator, board, "Bind them"))


def stay_when_somebody_else_is_quicker(page: Page, operator: httpx.Client, approvals: str, task: Json) -> None:
    asked = ok(operator.post(approvals, json=wish(task, "letters.bind")))
    page.get_by_role("article", name="Approval of letters.bind").get_by_role("button", name="Reject").click()
    rejecting = page.get_by_role("dialog", name="Reject letters.bind")
    rejecting.get_by_label("Reason").fill("The glue is wet")
    decision = {"approval_id": asked["id"], "status": "rejected", "reason": "No thread"}
    ok(operator.post("/api/v1/approvals/decisions", json={"decisions": [decision]}))
    expect(rejecting.get_by_role("status")).to_contain_text("rejected it: No thread")
    expect(rejecting.get_by_label("Reason")).to_have_value("The glue is wet")
    expect(rejecting.get_by_role("button", name="Reject")).to_be_disabled()
    rejecting.get_by_role("button", name="Close").last.click()
    expect(rejecting).to_have_count(0)


def test_several_are_decided_at_once_and_home_and_the_task_show_what_waits(server: ServerProcess, browser: Browser):
    with server.as_operator() as operator:
        board = make_board(operator, name="Many")
        titles = ["Part 0", "Part 1, " + "which no phone is wide enough for " * 4, "Part 2"]
        tasks = [make_task(operator, board, title) for title in titles]
        for number, task in enumerate(tasks):
            ok(operator.post(f"/api/v1/boards/{board['id']}/approvals", json=wish(task, f"part.{number}")))
    with closing(browser.new_context(reduced_motion="reduce")) as context:
        page = context.new_page()
        sign_in(page, server, "/")
        expect(page.get_by_role("link", name="part.1")).to_be_visible()
        page.goto(f"{server.base_url}/boards/{board['id']}?task={tasks[2]['id']}")
        waiting = panel(page, "Part 2").get_by_role("region", name="Approvals")
        expect(waiting.get_by_role("button", name="Approve")).to_be_visible()
        page.goto(f"{server.base_url}/approvals?board={board['id']}")
        expect(page.get_by_role("article")).to_be_visible()
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 844})
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                expect(page.locator("html")).to_have_attribute("data-theme", theme)
                assert accessibility_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_role("link", name="part.0").click()
        expect(page.get_by_role("article", name="Approval of part.0")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_role("button", name="Approve").click()
        expect(page.get_by_text("part.0 approved")).to_be_visible()
        page.set_viewport_size({"width": 1280, "height": 844})
        for number in (1, 2):
            page.get_by_role("checkbox", name=f"Select part.{number}").check()
        page.get_by_role("button", name="Approve all").click()
        expect(page.get_by_text("2 approvals approved")).to_be_visible()
        expect(page.get_by_text("Nothing waits for a decision")).to_be_visible()
