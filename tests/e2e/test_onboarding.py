"""The goal of a board, found by an interview before the eyes of a person, and confirmed by him."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.steps import Unmoved, live_mark, sign_in, violations
from tests.onboarding.asked import ANSWER, DRAFT, REQUEST, interview_of, is_told, main_agent
from tests.provisioning.fleet import add_gateway, board_on, bring_up, token_of
from tests.provisioning.keeping import AgentKeeping
from tests.support.processes import free_port
from tests.support.server import ServerProcess
from tests.support.world import Json, make_board, ok

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
WHAT = {"question": "What shall be true?", "options": [{"id": "1", "label": "A book"}, {"id": "2", "label": "A film"}]}
WHO = {"question": "Who is it for?", "options": [{"id": "1", "label": "Somebody else (I'll type it)"}]}


def test_an_interview_is_held_from_a_gateway_that_is_away_to_a_board_with_a_goal(page: Page, server: ServerProcess):
    keeping, port = AgentKeeping(), free_port()
    with server.as_operator() as operator:
        gateway = add_gateway(operator, f"ws://127.0.0.1:{port}", name="Oslo")
        board = board_on(operator, gateway, name="Cooking")
        sign_in(page, server, f"/boards/{board['id']}/settings")
        page.get_by_role("link", name="Goal").click()
        unmoved = Unmoved(page)
        page.get_by_role("button", name="Begin the interview").click()
        expect(page.get_by_text("Waits for gateway Oslo since")).to_be_visible()
        with keeping.serve(port=port):
            bring_up(server, operator, keeping, main_agent(operator, gateway))
            is_told(keeping, gateway, REQUEST)
            expect(page.get_by_text("has not answered yet")).to_be_visible()
            with server.as_agent(token_of(keeping, main_agent(operator, gateway))) as agent:
                hold(page, agent, board, keeping, gateway)
            expect(page.get_by_text("The goal is confirmed", exact=True).first).to_be_visible()
            expect(page.get_by_role("link", name="Lena leads this board")).to_be_visible()
            unmoved.check()
            assert violations(page) == {}
        shown = ok(operator.get(f"/api/v1/boards/{board['id']}"))
        assert (shown["objective"], shown["success_metrics"]) == ("A cook book in print", {"copies": "500"})


def hold(page: Page, agent: httpx.Client, board: Json, keeping: AgentKeeping, gateway: Json) -> None:
    """Two questions, by a key and by words, and the draft, which is corrected and confirmed."""
    at = f"/api/v1/agent/boards/{board['id']}/onboarding"
    ok(agent.post(at, json=WHAT))
    expect(page.get_by_role("heading", name="What shall be true?")).to_be_visible()
    page.keyboard.press("1")
    is_told(keeping, gateway, ANSWER, "A book")
    ok(agent.post(at, json=WHO))
    page.get_by_role("button", name="Somebody else").click()
    page.get_by_label("Somebody else").fill("People who cook for many")
    page.get_by_label("Somebody else").press("ControlOrMeta+Enter")
    is_told(keeping, gateway, ANSWER, "Somebody else (I'll type it): People who cook for many")
    # Whoever comes back finds all of it.
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_text("People who cook for many")).to_be_visible()
    expect(page.get_by_text("BOARD ONBOARDING")).to_have_count(0)
    assert violations(page) == {}
    ok(agent.post(at, json=DRAFT))
    form = page.get_by_role("form", name="The draft")
    form.get_by_label("Role").fill("Cook")
    ok(agent.post(at, json={**DRAFT, "lead_agent": {"name": "Ada", "autonomy_level": "autonomous"}}))
    changed = form.get_by_role("alert")
    expect(changed).to_contain_text("The agent has changed the draft")
    expect(changed).to_contain_text("Asks before it acts Decides by itself")
    expect(form.get_by_role("button", name="Confirm")).to_be_disabled()
    expect(form.get_by_label("Role")).to_have_value("Cook")
    assert violations(page) == {}
    changed.get_by_role("button", name="I have read it").click()
    expect(changed).to_have_count(0)
    form.get_by_label("Goal", exact=True).fill("")
    form.get_by_role("button", name="Confirm").click()
    expect(form.get_by_text("A goal says what shall be true.")).to_be_visible()
    form.get_by_label("Goal", exact=True).fill("A cook book in print")
    form.get_by_label("Name", exact=True).fill("Lena")
    assert violations(page) == {}
    form.get_by_role("button", name="Confirm").click()


def test_a_board_on_no_gateway_gets_its_goal_by_hand_or_a_gateway(page: Page, server: ServerProcess):
    with server.as_operator() as operator:
        board = make_board(operator, name="Alone")
        add_gateway(operator, f"ws://127.0.0.1:{free_port()}", name="Bergen")
        sign_in(page, server, f"/boards/{board['id']}/onboarding")
        page.get_by_role("button", name="Write the goal yourself").click()
        page.get_by_label("Goal", exact=True).fill("Ship it")
        page.get_by_role("button", name="Set the goal").click()
        expect(page.get_by_role("region", name="The goal now")).to_contain_text("Ship it")
        assert violations(page) == {}
        page.get_by_label("Agents live on").select_option("Bergen")
        page.get_by_role("button", name="Begin the interview").click()
        expect(page.get_by_text("Waits for gateway Bergen since")).to_be_visible()
        page.get_by_role("button", name="Write the draft yourself").click()
        expect(
            page.get_by_role("form", name="Write the draft yourself").get_by_label("Goal", exact=True)
        ).to_have_value("Ship it")
        page.reload()
        expect(live_mark(page)).to_have_text("Live")
        expect(page.get_by_role("form", name="Write the draft yourself")).to_be_visible()
        page.get_by_role("button", name="Begin anew").click()
        page.get_by_role("alertdialog").get_by_role("button", name="Begin anew").click()
        expect(page.get_by_role("alertdialog")).to_have_count(0)
        assert ok(operator.get(interview_of(board)))["status"] == "active"
