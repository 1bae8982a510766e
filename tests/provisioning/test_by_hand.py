"""What operators do to agents by hand: waking them, and stopping and mending them by commands beside the server."""

from __future__ import annotations

from tests.provisioning.fleet import AGENTS, GATEWAYS, add_agent, add_gateway, agent_of, board_on
from tests.provisioning.office import Office
from tests.support.command import Installation
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import code_of, make_agent, make_board, move_to_new_organization, ok


def test_who_is_woken_by_hand_is_told_once_as_soon_as_its_gateway_is_there(office: Office) -> None:
    operator, ada = office.operator, office.joined_by("Ada")
    at = f"{AGENTS}/{ada['id']}"
    office.keeping.turns_last = True
    ok(operator.patch(f"{GATEWAYS}/{office.board['gateway_id']}", json={"token": "another"}))
    assert wait_until(lambda: agent_of(operator, ada)["setup"]["gateway_connected"] is False, timeout=60)
    for _ in range(2):
        waits_for = ok(operator.post(f"{at}/wake", json={}))["waits_for"]
        assert waits_for.startswith("Waits for gateway Berlin: "), waits_for
    ok(operator.post(f"{at}/wake", json={"message": "The printer is back."}))
    ok(operator.patch(f"{GATEWAYS}/{office.board['gateway_id']}", json={"token": office.scripted.token}))
    text = office.hears(ada, "wakes you: look whether there is work for you", "says:\nThe printer is back.")
    assert text.count("wakes you") == 1

    ok(operator.post(f"{at}/pause", json={"reason": "Too dear"}))
    assert code_of(operator.post(f"{at}/wake", json={})) == (409, "paused")
    plain = make_agent(operator, make_board(operator, name="Plain"), "Dot")
    assert code_of(operator.post(f"{AGENTS}/{plain.id}/wake", json={})) == (409, "not_on_gateway")
    # What was said is for the agent alone.
    told = ok(operator.get("/api/v1/activity", params={"agent_id": ada["id"]}))["items"]
    assert "agent.wake_asked" in {it["event_type"] for it in told}
    assert "printer" not in str(told)


def test_commands_pause_resume_and_sync_beside_a_running_server(server: ServerProcess) -> None:
    here = Installation(server.data_dir.parent)
    here.settings = server.environment()
    with server.as_operator() as operator:
        organization = move_to_new_organization(operator)["id"]
        gateway = add_gateway(operator, "ws://127.0.0.1:9", name="Bergen")
        board = board_on(operator, gateway, name="Covers of Bergen")
        agent = add_agent(operator, board, "Ada of Bergen")
        for what, named in (
            ("organization", organization),
            ("gateway", gateway["id"]),
            ("board", "Covers of Bergen"),
            ("agent", "Ada of Bergen"),
        ):
            done = here.run("pause", what, named, "--reason", "The month is spent")
            assert (done.returncode, done.stdout.endswith(" is paused.\n")) == (0, True), done
        pauses = agent_of(operator, agent)["pauses"]
        assert [it["scope"] for it in pauses] == ["organization", "gateway", "board", "agent"]
        assert {(it["paused_by"], it["reason"]) for it in pauses} == {("the command line", "The month is spent")}
        assert "paused, " in next(line for line in here.run("gateways", "list").stdout.splitlines() if "Bergen" in line)
        for what, named in (("organization", organization), ("gateway", gateway["id"]), ("board", board["id"])):
            assert here.run("resume", what, named).returncode == 0
        assert [it["scope"] for it in agent_of(operator, agent)["pauses"]] == ["agent"]
        assert "There is no board" in here.run("pause", "board", "No such board").stderr

        synced = here.run("gateways", "sync", gateway["id"])
        assert (synced.returncode, synced.stdout) == (1, "0 of 2 up to date\n")
        assert "Ada of Bergen: Waits for gateway Bergen since " in synced.stderr
