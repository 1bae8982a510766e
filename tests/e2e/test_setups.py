"""An agent on a gateway, as it comes to be before the eyes of an operator, and is set right by him."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.steps import live_mark, sign_in, violations
from tests.provisioning.fleet import add_agent, add_gateway, board_on, call_in, setup_comes_to, token_of
from tests.provisioning.keeping import AgentKeeping, Json
from tests.support.processes import free_port, wait_until
from tests.support.server import ServerProcess

LIST_OF_AGENTS = re.compile(r"/api/v1/agents(\?|$)")
pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


def test_a_setup_is_watched_from_a_gateway_that_is_down_to_an_edit_that_is_replaced(page: Page, server: ServerProcess):
    keeping, port = AgentKeeping(), free_port()
    with server.as_operator() as operator:
        gateway = add_gateway(operator, f"ws://127.0.0.1:{port}", name="Oslo")
        agent = add_agent(operator, board_on(operator, gateway, name="Covers"), "Ada")
        sign_in(page, server, f"/agents/{agent['id']}")
        expect(page.get_by_text("Waits for gateway Oslo since").first).to_be_visible()
        with keeping.serve(port=port):
            # The page is live: nobody reloads it.
            setup = page.get_by_role("region", name="On gateway Oslo")
            expect(setup.get_by_text("Waits for its first call")).to_be_visible(timeout=60_000)
            woken = setup_comes_to(operator, agent, "waking", said="Woken")
            assert call_in(server, token_of(keeping, woken)).is_success
            expect(setup.get_by_text("Set up", exact=True)).to_be_visible()
            expect(page.get_by_text("Lives on gateway Oslo; work for it wakes it").first).to_be_visible()
            assert violations(page) == {}

            keeping.files[f"mc-{agent['id']}", "SOUL.md"] = "Always shout.\n"
            operator.patch(f"/api/v1/agents/{agent['id']}", json={"soul_template": "Be kind."})
            expect(setup.get_by_text("so left as they are: SOUL.md")).to_be_visible(timeout=20_000)
            look_at_what_is_there(page, keeping, agent)
            setup.get_by_role("button", name="Replace them…").click()
            page.get_by_role("button", name="Replace files").click()
            expect(page.get_by_role("alertdialog")).to_have_count(0)
            expect(setup.get_by_text("so left as they are")).to_have_count(0, timeout=20_000)
            assert keeping.files[f"mc-{agent['id']}", "SOUL.md"] == "Be kind.\n"

            page.set_viewport_size({"width": 390, "height": 844})
            page.goto(f"{server.base_url}/gateways")
            expect(live_mark(page)).to_have_text("Live")
            page.get_by_role("link", name="Oslo").click()
            bring_all_up_to_date(page)
            look_at_its_sessions(page)
            adopt_who_lives_there(page, keeping)
            nudge_from_the_list(page, server)
            runtime_id = agent["setup"]["runtime_id"]
            assert wait_until(lambda: "The printer is back." in str(keeping.texts(runtime_id)), timeout=60)
            take_off_the_gateway(page, f"{server.base_url}/boards/{agent['board_id']}/settings")


def take_off_the_gateway(page: Page, address: str) -> None:
    """The agents of a board move with it, and so it is asked before: not until it is known who would."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(LIST_OF_AGENTS, hold)
    page.goto(address)
    expect(page.get_by_label("Agents live on")).to_be_disabled()
    for route in held:
        route.continue_()
    page.unroute(LIST_OF_AGENTS)
    page.get_by_label("Agents live on").select_option("No gateway")
    asked = page.get_by_role("alertdialog", name="off the gateway?")
    assert violations(page) == {}
    asked.get_by_role("button", name="Cancel").click()
    expect(page.get_by_label("Agents live on").locator("option:checked")).to_have_text("Oslo")
    page.get_by_label("Agents live on").select_option("No gateway")
    asked.get_by_role("button", name="off").click()
    expect(page.get_by_text("plain HTTP now, and will move with it")).to_be_visible()


def bring_all_up_to_date(page: Page) -> None:
    expect(page.get_by_role("heading", level=1, name="Oslo")).to_be_visible()
    agents = page.get_by_role("tabpanel", name="Agents", exact=True)
    expect(agents.get_by_role("link", name="Ada")).to_be_visible()
    expect(agents.get_by_role("status")).to_have_text("All 2 are up to date")
    assert violations(page) == {}
    agents.get_by_role("button", name="Bring up to date…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name="Replace what was edited").check()
    assert violations(page) == {}
    dialog.get_by_role("button", name="Bring up to date").click()
    expect(page.get_by_text("2 agents are up to date")).to_be_visible(timeout=30_000)


def look_at_its_sessions(page: Page) -> None:
    """The address of a session that is open leads to it again."""
    page.get_by_role("tab", name="Sessions").click()
    page.get_by_role("tabpanel", name="Sessions").get_by_role("button", name=re.compile("^Ada ")).click()
    expect(page.get_by_role("dialog", name="Session of Ada").get_by_text("Say hello.", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("dialog", name="Session of Ada").get_by_text("Say hello.", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("region", name="Details").get_by_text("all at rest")).to_be_visible()


def adopt_who_lives_there(page: Page, keeping: AgentKeeping) -> None:
    keeping.entries["research"] = {"name": "Researcher", "workspace": "/srv/research"}
    keeping.load()
    page.get_by_role("tab", name="Find agents").click()
    found = page.get_by_role("tabpanel", name="Find agents")
    expect(found.get_by_role("link", name="Here as Ada")).to_be_visible()
    assert violations(page) == {}
    found.get_by_role("button", name="Adopt Researcher").click()
    assert violations(page) == {}
    page.get_by_role("textbox", name="Name").fill("Rita")
    page.keyboard.press("Enter")
    expect(found.get_by_role("link", name="Here as Rita")).to_be_visible(timeout=20_000)


def nudge_from_the_list(page: Page, server: ServerProcess) -> None:
    """By the keyboard alone; what is typed is not lost to a key."""
    page.goto(f"{server.base_url}/agents")
    page.get_by_role("link", name="Ada", exact=True).locator("visible=true").focus()
    assert violations(page) == {}
    page.keyboard.press("m")
    page.get_by_role("textbox", name="What to tell it").fill("The printer is back.")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keep writing").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Nudge").press("Enter")
    expect(page.get_by_text("Ada is told once")).to_be_visible()


def look_at_what_is_there(page: Page, keeping: AgentKeeping, agent: Json) -> None:
    """What was said to the agent, and its files: the one that was edited as a difference, another changed by hand."""
    page.get_by_role("button", name="Watch").click()
    session = page.get_by_role("dialog", name="Session of Ada")
    expect(session.get_by_text("Mission Control has set you up.")).to_be_visible()
    session.get_by_role("textbox").fill("Say hello.")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(session.get_by_text("Say hello.", exact=True)).to_be_visible(timeout=20_000)
    assert violations(page) == {}
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Files", exact=True).click()
    files = page.get_by_role("dialog", name="Files of Ada")
    expect(files.get_by_role("region", name="Differences in SOUL.md")).to_contain_text("Always shout.")
    assert violations(page) == {}
    files.get_by_role("tab", name="IDENTITY.md").click()
    files.get_by_role("button", name="Edit").click()
    keeping.files[f"mc-{agent['id']}", "IDENTITY.md"] = "Meanwhile.\n"
    files.get_by_role("textbox").fill("By hand.\n")
    files.get_by_role("tab", name="USER.md").click()
    files.get_by_role("tab", name="IDENTITY.md").click()
    expect(files.get_by_role("textbox")).to_have_value("By hand.\n")
    files.get_by_role("button", name="Save on the gateway").click()
    expect(files.get_by_role("alert")).to_contain_text("has changed on the gateway meanwhile")
    expect(files.get_by_role("region", name="What is on the gateway in IDENTITY.md")).to_contain_text("Meanwhile.")
    files.get_by_role("button", name="Save on the gateway").click()
    expect(files.get_by_text("Edited there")).to_be_visible()
    assert keeping.files[f"mc-{agent['id']}", "IDENTITY.md"] == "By hand.\n"
    page.keyboard.press("Escape")
