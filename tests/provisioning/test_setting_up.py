"""Agents on gateways: from nothing to their first call, whatever happens between."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from mission_control.kernel.clock import utc_now
from mission_control.provisioning.models import AgentSetup
from tests.gateways.scripted import Refusal
from tests.provisioning.fleet import (
    AGENTS,
    GATEWAYS,
    add_agent,
    add_gateway,
    agent_of,
    board_on,
    bring_up,
    call_in,
    setup_comes_to,
    status_comes_to,
    token_of,
)
from tests.provisioning.keeping import AgentKeeping, Json
from tests.provisioning.office import Office
from tests.support.people import People
from tests.support.processes import free_port, wait_until
from tests.support.server import ServerProcess
from tests.support.world import code_of, make_agent, make_board, move_to_new_organization, ok


def test_g01_g06_g28_g29_a_worker_is_set_up_woken_once_and_online_with_its_own_first_call(
    server: ServerProcess,
) -> None:
    keeping = AgentKeeping()
    keeping.is_sole = True
    with server.as_operator() as operator, keeping.serve() as scripted:
        move_to_new_organization(operator)
        gateway = add_gateway(operator, scripted.url)
        board = board_on(operator, gateway, name="Docs", objective="Write it all down")
        agent = add_agent(operator, board, "Ada")
        assert (agent["token"], agent["status"], agent["connection"]) == (None, "provisioning", "gateway")
        assert agent["openclaw_session_id"] == f"agent:mc-{agent['id']}:main"
        woken = setup_comes_to(operator, agent, "waking", said="Woken; its first call is waited for until")
        assert woken["setup"]["next_attempt_at"]
        runtime_id = f"mc-{agent['id']}"
        assert keeping.entries[runtime_id] == {
            "name": "Ada",
            "workspace": f"~/.openclaw/workspace-{runtime_id}",
            "heartbeat": {"every": "0m", "target": "none"},
        }
        assert "Write it all down" in keeping.files[runtime_id, "AGENTS.md"]
        assert call_in(server, token_of(keeping, woken)).is_success
        ready = setup_comes_to(operator, agent, "ready", said="Set up")
        assert (ready["status"], ready["setup"]["attempts"]) == ("online", 0)
        assert wait_until(lambda: agent_of(operator, agent)["setup"]["next_attempt_at"] is None, timeout=10)
        assert len(keeping.texts(runtime_id)) == 1
        # The main agent of the gateway came with it, in a folder of its own.
        main = f"mc-gateway-{gateway['id']}"
        assert keeping.entries[main]["workspace"] == f"~/.openclaw/workspace-gateway-{gateway['id']}"
        assert set(keeping.entries) == {"main", main, runtime_id}
        assert keeping.entries["main"] == {}
        listed = ok(operator.get(f"{GATEWAYS}/{gateway['id']}/agents"))["agents"]
        assert [(it["runtime_id"], it["is_gateway_main"]) for it in listed] == [(main, True), (runtime_id, False)]


def test_g30_a_gateway_that_is_down_is_the_reason_and_all_goes_on_when_it_is_up(server: ServerProcess) -> None:
    keeping, port = AgentKeeping(), free_port()
    with server.as_operator() as operator:
        move_to_new_organization(operator)
        board = board_on(operator, add_gateway(operator, f"ws://127.0.0.1:{port}"))
        crew = [add_agent(operator, board, f"Worker {number}") for number in range(3)]
        waiting = setup_comes_to(operator, crew[0], "applying", said="nothing answers where it should be")
        assert waiting["status_reason"].startswith("Waits for gateway Berlin since ")
        assert str(port) not in json.dumps(waiting)
        assert waiting["status"] == "provisioning"
        with keeping.serve(port=port):
            for agent in crew:
                setup_comes_to(operator, agent, "waking", said="Woken")
            # All of them, and the main agent, in one write of the configuration.
            assert keeping.calls["config.patch"] == 1


def test_g10_an_answer_that_is_lost_leads_to_no_second_agent_file_or_message(server: ServerProcess) -> None:
    """Agents are made and changed by one write of the configuration, which may be repeated: no call comes before it."""
    keeping = AgentKeeping()
    cut: dict[str, int] = {}
    with server.as_operator() as operator, keeping.serve() as scripted:

        def lose(method: str, _params: object) -> None:
            cut[method] = cut.get(method, 0) + 1
            if cut[method] == 1 and method in {"config.patch", "agents.files.set", "chat.send"}:
                raise Refusal("the answer is lost", "UNAVAILABLE", retryable=True, retryAfterMs=100)

        move_to_new_organization(operator)
        gateway = add_gateway(operator, scripted.url)
        setup_comes_to(operator, _main(operator, gateway["id"]), "waking", said="Woken")
        keeping.after = lose
        agent = add_agent(operator, board_on(operator, gateway))
        bring_up(server, operator, keeping, agent)
        assert {"config.patch", "agents.files.set", "chat.send"} <= set(cut)
        assert len(keeping.texts(f"mc-{agent['id']}")) == 1
        assert agent_of(operator, agent)["setup"]["conflicts"] == []


def test_g10_g30_what_a_gateway_refuses_is_said_and_tried_again_and_holds_up_nobody_else(server: ServerProcess) -> None:
    keeping = AgentKeeping()
    with server.as_operator() as operator, keeping.serve() as scripted:
        move_to_new_organization(operator)
        board = board_on(operator, add_gateway(operator, scripted.url))
        refused: set[str] = set()

        def refuse(method: str, params: object) -> None:
            if method == "config.patch" and any(it in str(params) for it in refused):
                raise Refusal("invalid config: agents.entries: no more of these")

        keeping.before = refuse
        agent = add_agent(operator, board, "Ada", heartbeat_config={"every": "90s"})
        refused.add("Bob")
        other = add_agent(operator, board, "Bob")
        setup_comes_to(operator, agent, "waking", said="Woken")
        assert keeping.entries[f"mc-{agent['id']}"]["heartbeat"]["every"] == "90s"
        ill = setup_comes_to(operator, other, "applying", said="no more of these")
        assert (ill["setup"]["attempts"] >= 1, ill["setup"]["next_attempt_at"] is not None) == (True, True)
        refused.clear()
        ok(operator.post(f"{AGENTS}/{other['id']}/setup", json={}))
        setup_comes_to(operator, other, "waking", said="Woken")


def test_g10_what_is_saved_and_not_loaded_is_waited_for_and_not_written_again(server: ServerProcess) -> None:
    keeping = AgentKeeping()
    keeping.loads_at_once = False
    with server.as_operator() as operator, keeping.serve() as scripted:
        move_to_new_organization(operator)
        agent = add_agent(operator, board_on(operator, add_gateway(operator, scripted.url)))
        setup_comes_to(operator, agent, "applying", said="has saved it and not loaded it yet")
        writes = keeping.calls["config.patch"]
        keeping.load()
        setup_comes_to(operator, agent, "waking", said="Woken")
        assert keeping.calls["config.patch"] == writes


def test_a_turn_that_fails_is_the_reason_while_the_first_call_is_waited_for(server: ServerProcess) -> None:
    keeping = AgentKeeping()

    def fail(method: str, params: object) -> None:
        if method == "chat.send" and isinstance(params, dict):
            keeping.outcomes[params["idempotencyKey"]] = {"status": "error", "error": "no credentials for the model"}

    keeping.after = fail
    with server.as_operator() as operator, keeping.serve() as scripted:
        move_to_new_organization(operator)
        agent = add_agent(operator, board_on(operator, add_gateway(operator, scripted.url)))
        setup_comes_to(operator, agent, "waking", said="its turn failed: no credentials for the model", timeout=45)


def test_a_sleeping_agent_is_online_while_its_gateway_is_and_agents_without_one_stay_as_they_were(
    server: ServerProcess,
) -> None:
    keeping = AgentKeeping()
    with server.as_operator() as operator:
        move_to_new_organization(operator)
        direct = make_agent(operator, make_board(operator))
        assert direct.token.startswith("mca_")
        seen = ok(operator.get(f"{AGENTS}/{direct.id}"))
        assert (seen["connection"], seen["setup"], seen["openclaw_session_id"]) == ("direct", None, None)
        assert code_of(operator.post(f"{AGENTS}/{direct.id}/setup", json={})) == (409, "not_on_gateway")
        with keeping.serve() as scripted:
            agent = add_agent(operator, board_on(operator, add_gateway(operator, scripted.url)))
            bring_up(server, operator, keeping, agent)
            status_comes_to(operator, agent, "online")


def test_g20_a_deleted_agent_is_removed_from_its_gateway_also_when_that_was_down(server: ServerProcess) -> None:
    """Deleting never fails for a gateway: what is left there is kept as something to be removed."""
    keeping, port = AgentKeeping(), free_port()
    with server.as_operator() as operator:
        move_to_new_organization(operator)
        gateway = add_gateway(operator, f"ws://127.0.0.1:{port}")
        board = board_on(operator, gateway)
        with keeping.serve(port=port):
            agent, missing = (add_agent(operator, board, name) for name in ("Ada", "Bob"))
            for it in (agent, missing):
                setup_comes_to(operator, it, "waking", said="Woken")
        # Somebody has taken one of them away there: that is what is wanted.
        del keeping.entries[f"mc-{missing['id']}"]
        for it in (agent, missing):
            ok(operator.delete(f"{AGENTS}/{it['id']}"))
        left = ok(operator.get(f"{GATEWAYS}/{gateway['id']}/agents"))["agents"]
        assert [(it["agent_id"], it["phase"]) for it in left if it["name"] == "Ada"] == [(None, "removing")]
        with keeping.serve(port=port):
            assert wait_until(lambda: f"mc-{agent['id']}" not in keeping.entries, timeout=40)
            assert wait_until(
                lambda: len(ok(operator.get(f"{GATEWAYS}/{gateway['id']}/agents"))["agents"]) == 1, timeout=20
            )
        assert "main" in keeping.entries


def test_g01_the_next_lead_of_a_board_takes_the_identity_over_with_a_session_of_its_own(server: ServerProcess) -> None:
    keeping = AgentKeeping()
    with server.as_operator() as operator, keeping.serve() as scripted:
        move_to_new_organization(operator)
        board = board_on(operator, add_gateway(operator, scripted.url))
        first = add_agent(operator, board, "Lena", is_board_lead=True)
        bring_up(server, operator, keeping, first)
        ok(operator.delete(f"{AGENTS}/{first['id']}"))
        second = add_agent(operator, board, "Lotte", is_board_lead=True)
        assert second["openclaw_session_id"] == first["openclaw_session_id"] == f"agent:lead-{board['id']}:main"
        up = bring_up(server, operator, keeping, second)
        assert up["setup"]["conflicts"] == []
        assert "Lotte" in keeping.files[f"lead-{board['id']}", "AGENTS.md"]
        assert sum(it.startswith("lead-") for it in keeping.entries) == 1


def _main(operator: object, gateway_id: str) -> dict[str, str]:
    page = ok(operator.get(AGENTS, params={"gateway_id": gateway_id}))  # type: ignore[attr-defined]
    found: dict[str, str] = next(it for it in page["items"] if it["is_gateway_main"])
    return found


def test_an_agent_that_has_not_called_is_woken_again_but_not_while_its_turn_goes_on(
    office: Office, module_database: str
) -> None:
    office.keeping.turns_last = True
    agent = setup_comes_to(
        office.operator, add_agent(office.operator, office.board, "Ada"), "waking", said="Woken; its first call"
    )
    runtime_id = agent["setup"]["runtime_id"]
    pass_an_hour(module_database, agent)
    setup_comes_to(office.operator, agent, "waking", said="its turn still waits or runs on its gateway")
    assert len(office.keeping.texts(runtime_id)) == 1
    # The turn ends, and the agent has not done what it was woken for.
    office.keeping.turns_last = False
    office.keeping.running.clear()
    pass_an_hour(module_database, agent)
    setup_comes_to(office.operator, agent, "waking", said="Woken 2 times; its first call")
    assert [text[:9] for text in office.keeping.texts(runtime_id)] == ["Mission C", "You have "]


def pass_an_hour(url: str, agent: Json) -> None:
    """Since the agent was woken."""
    with People(url).writing() as db:
        setup = db.scalars(select(AgentSetup).where(AgentSetup.agent_id == UUID(agent["id"]))).one()
        assert setup.woken_at
        setup.woken_at, setup.next_attempt_at = setup.woken_at - timedelta(hours=1), utc_now()
