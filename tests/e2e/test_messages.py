"""What agents ask people, answered in the browser; and the soul of an agent, chosen there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.steps import sign_in
from tests.support.browser import accessibility_violations
from tests.support.server import ServerProcess
from tests.support.world import as_agent, make_agent, make_board, ok

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


def test_a_question_arrives_while_one_looks_is_answered_with_the_keyboard_and_another_dismissed(
    server: ServerProcess, page: Page
):
    with server.as_operator() as operator:
        board = make_board(operator, name="Posters")
        lena = make_agent(operator, board, "Lena", is_board_lead=True)
    sign_in(page, server, "/messages")
    expect(page.get_by_text("No question waits")).to_be_visible()
    ask = f"/api/v1/agent/boards/{board['id']}/gateway/main/ask-user"
    with as_agent(server, lena) as agent:
        ok(agent.post(ask, json={"content": "Blue or **green**?", "correlation_id": "cover-7"}))
        ok(agent.post(ask, json={"content": "Which font?"}))
        messages = page.get_by_role("list", name="Messages").get_by_role("listitem")
        expect(messages).to_have_count(2)
        first = messages.filter(has_text="cover-7")
        expect(first.get_by_text("green", exact=True)).to_be_visible()
        expect(page.get_by_role("link", name="Messages").get_by_text("2")).to_be_visible()
        assert accessibility_violations(page) == []
        first.get_by_role("textbox", name="Answer to Lena").fill("Green.")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("Lena has its answer")).to_be_visible()
        expect(messages).to_have_count(1)
        messages.get_by_role("textbox", name="Answer to Lena").fill("Yours to decide")
        page.get_by_role("button", name="Dismiss, with this as the reason").click()
        expect(page.get_by_text("No question waits")).to_be_visible()
        (note,) = ok(agent.get(f"/api/v1/agent/boards/{board['id']}/memory", params={"tag": "user_reply"}))["items"]
    assert note["content"] == "Green."
    page.get_by_role("radio", name="All", exact=True).click()
    expect(page.get_by_text("Yours to decide")).to_be_visible()
    expect(page.get_by_text("Answered", exact=True)).to_be_visible()


def test_what_was_typed_outlasts_a_look_elsewhere_and_that_somebody_else_answers(server: ServerProcess, page: Page):
    with server.as_operator() as operator:
        board = make_board(operator, name="Covers")
        lena = make_agent(operator, board, "Lena", is_board_lead=True)
    with as_agent(server, lena) as agent:
        path = f"/api/v1/agent/boards/{board['id']}/gateway/main/ask-user"
        asked = ok(agent.post(path, json={"content": "Matt or glossy?"}))["message_id"]
    sign_in(page, server, f"/messages?board={board['id']}")
    message = page.get_by_role("list", name="Messages").get_by_role("listitem").filter(has_text="Matt or glossy?")
    answer = message.get_by_role("textbox", name="Answer to Lena")
    answer.fill("Matt, because")
    page.get_by_role("link", name="Home", exact=True).click()
    expect(page.get_by_role("heading", name="Messages")).to_have_count(0)
    page.get_by_role("link", name="Messages").click()
    expect(answer).to_have_value("Matt, because")
    with server.as_operator() as operator:
        ok(operator.post(f"/api/v1/agent-messages/{asked}/answer", json={"answer": "Glossy."}))
    expect(message.get_by_text("while you wrote. Yours was not sent.")).to_be_visible()
    expect(message.get_by_text("Glossy.")).to_be_visible()
    expect(message.get_by_text("Matt, because")).to_be_visible()
    assert accessibility_violations(page) == []
    message.get_by_role("button", name="Discard what you wrote").click()
    expect(message).to_have_count(0)


def test_a_question_stands_first_at_home_and_leads_to_its_answer(server: ServerProcess, page: Page):
    with server.as_operator() as operator:
        board = make_board(operator, name="Leaflets")
        lena = make_agent(operator, board, "Lena", is_board_lead=True)
    with as_agent(server, lena) as agent:
        path = f"/api/v1/agent/boards/{board['id']}/gateway/main/ask-user"
        ok(agent.post(path, json={"content": "How many leaflets?"}))
    sign_in(page, server, "/")
    page.get_by_role("link", name="How many leaflets?").click()
    expect(page.get_by_role("heading", name="Messages")).to_be_visible()
    expect(page.get_by_role("textbox", name="Answer to Lena")).to_be_visible()


def test_a_soul_is_chosen_from_the_directory_and_changed(server: ServerProcess, page: Page):
    with server.as_operator() as operator:
        eve = make_agent(operator, make_board(operator), "Eve")
    sign_in(page, server, f"/agents/{eve.id}")
    page.get_by_role("button", name="Write or choose one").click()
    dialog = page.get_by_role("dialog", name="Soul of Eve")
    dialog.get_by_role("searchbox").fill("review")
    expect(dialog.get_by_role("button", name="Writer")).to_have_count(0)
    dialog.get_by_role("button", name="Code reviewer").click()
    text = dialog.get_by_role("textbox", name="Text")
    expect(text).to_have_value(re.compile("^# Code reviewer"))
    assert accessibility_violations(page) == []
    text.fill("# Eve\n\nReads twice.")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="Soul").get_by_text("Reads twice.")).to_be_visible()
    with as_agent(server, eve) as agent:
        assert ok(agent.get(f"/api/v1/agent/boards/{eve.board_id}/agents/{eve.id}/soul")) == "# Eve\n\nReads twice."
