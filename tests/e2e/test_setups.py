"""An agent on a gateway, as it comes to be before the eyes of an operator, and is set right by him."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.steps import live_mark, sign_in, violations
from tests.provisioning.fleet import add_agent, add_gateway, board_on, call_in, setup_comes_to, token_of
from tests.provisioning.keeping import AgentKeeping
from tests.support.processes import free_port
from tests.support.server import ServerProcess

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
            setup.get_by_role("button", name="Replace them…").click()
            page.get_by_role("button", name="Replace files").click()
            expect(page.get_by_role("alertdialog")).to_have_count(0)
            expect(setup.get_by_text("so left as they are")).to_have_count(0, timeout=20_000)
            assert keeping.files[f"mc-{agent['id']}", "SOUL.md"] == "Be kind.\n"

            page.set_viewport_size({"width": 390, "height": 844})
            page.goto(f"{server.base_url}/gateways")
            expect(live_mark(page)).to_have_text("Live")
            page.get_by_role("button", name="Agents on Oslo").click()
            expect(page.get_by_role("link", name="Ada")).to_be_visible()
            assert violations(page) == {}
            page.get_by_role("button", name="Bring all up to date").click()
            expect(page.get_by_text("2 agents are up to date")).to_be_visible(timeout=30_000)
