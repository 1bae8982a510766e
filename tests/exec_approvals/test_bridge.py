"""Commands of agents that wait on their gateway: asked for in the inbox, decided there, answered back once."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from tests.provisioning.fleet import add_agent, add_gateway, board_on, bring_up, token_of
from tests.provisioning.keeping import AgentKeeping
from tests.provisioning.office import Office
from tests.support.processes import free_port, wait_until
from tests.support.server import ServerProcess
from tests.support.world import Json, code_of, ok

COMMAND = "rm -rf build && make <all> \u202e#"
SHOWN = "rm -rf build && make <all> \\u202e#"
"""Nothing that turns the order of what one reads."""


def inbox(operator: httpx.Client, board: Json, status: str = "pending") -> list[Json]:
    found: list[Json] = ok(operator.get(f"/api/v1/boards/{board['id']}/approvals", params={"status": status}))["items"]
    return found


def arrives(operator: httpx.Client, board: Json) -> Json:
    assert wait_until(lambda: len(inbox(operator, board)) == 1, timeout=60), inbox(operator, board)
    return inbox(operator, board)[0]


def ask(office: Office, request_id: str, runtime_id: str, command: str = COMMAND) -> None:
    """An agent's turn waits, which the gateway tells at once."""
    office.keeping.asks(request_id, runtime_id, command)
    office.scripted.tell("exec.approval.requested", {"id": request_id})


def test_a_command_is_decided_in_the_inbox_and_goes_on_without_another_turn(office: Office) -> None:
    operator, board, keeping = office.operator, office.board, office.keeping
    ada = office.joined_by("Ada")
    runtime_id = ada["setup"]["runtime_id"]
    token = token_of(office.keeping, ada)
    ask(office, "first", runtime_id, f'AUTH="X-Agent-Token: {token}"; {COMMAND}')
    ask(office, "of-nobody", "somebody-else", "reboot")
    approval = arrives(operator, board)
    assert (approval["action_type"], approval["agent_id"]) == ("gateway.exec", ada["id"])
    # Agents begin each shell with their token.
    shown = f'AUTH="X-Agent-Token: {token[:29]}…"; {SHOWN}'
    assert (approval["payload"]["command"], approval["payload"]["folder"]) == (shown, "/srv/agents")
    assert token[29:] not in operator.get(f"/api/v1/boards/{board['id']}/approvals").text
    assert approval["expires_at"]
    at = f"/api/v1/boards/{board['id']}/approvals/{approval['id']}"
    ok(operator.patch(at, json={"status": "approved"}))
    assert wait_until(lambda: keeping.asked["first"]["status"] == "allowed", timeout=60)
    final = "The gateway has acted on it; it cannot be taken back"
    assert wait_until(lambda: ok(operator.get(at))["undo"] == {"allowed": False, "reason": final}, timeout=60)
    assert operator.post(f"{at}/undo").status_code == 409
    assert operator.patch(at, json={"status": "pending"}).status_code == 409
    assert keeping.calls["approval.resolve"] == 1
    # Its turn has waited: nobody wakes it to be told.
    assert office.told(ada) == []
    assert keeping.asked["of-nobody"]["status"] == "pending"

    ask(office, "second", runtime_id, "curl example.org")
    second = arrives(operator, board)
    ok(operator.patch(f"/api/v1/boards/{board['id']}/approvals/{second['id']}", json={"status": "rejected"}))
    assert wait_until(lambda: keeping.asked["second"]["status"] == "denied", timeout=60)


def test_what_ends_on_the_gateway_ends_in_the_inbox_and_says_how(office: Office) -> None:
    operator, board, keeping = office.operator, office.board, office.keeping
    runtime_id = office.joined_by("Ada")["setup"]["runtime_id"]
    for number, (status, said) in enumerate(
        (("allowed", "Decided on the gateway"), ("expired", "Nobody decided in time"), ("cancelled", "does not wait"))
    ):
        ask(office, f"request {number}", runtime_id)
        approval = arrives(operator, board)
        keeping.asked[f"request {number}"]["status"] = status
        office.scripted.tell("exec.approval.resolved", {"id": f"request {number}"})
        at = f"/api/v1/boards/{board['id']}/approvals/{approval['id']}"
        assert wait_until(lambda: not inbox(operator, board), timeout=60)
        ended = ok(operator.get(at))
        assert ended["status"] == ("approved" if status == "allowed" else "rejected")
        assert said in ended["decision_reason"]
        assert (ended["expired"], ended["decided_by_name"] is None) == (status == "expired", status == "expired")
    assert keeping.calls["approval.resolve"] == 0


def test_a_command_of_the_main_agent_is_decided_on_the_page_of_its_gateway(office: Office) -> None:
    operator, keeping = office.operator, office.keeping
    main, ada = office.main(), office.joined_by("Ada")
    at = f"/api/v1/gateways/{office.board['gateway_id']}"

    def waiting() -> int:
        return int(ok(operator.get(at))["commands_waiting"])

    def needs() -> list[Json]:
        items = ok(operator.get("/api/v1/overview"))["needs_me"]
        return [it for it in items if it["kind"] == "command_waiting"]

    ask(office, "of-main", main["setup"]["runtime_id"])
    ask(office, "of-ada", ada["setup"]["runtime_id"], "ls")
    arrives(operator, office.board)
    assert wait_until(lambda: waiting() == 1, timeout=60)
    (need,) = needs()
    assert (need["gateway_id"], need["reason"]) == (
        office.board["gateway_id"],
        "Its main agent wants to run a command, and waits",
    )
    assert ok(operator.get(f"/api/v1/agents/{main['id']}"))["status_reason"].startswith("Waits for leave to run")
    (command,) = ok(operator.get(f"{at}/commands"))["commands"]
    assert (command["request_id"], command["command"], command["folder"]) == ("of-main", SHOWN, "/srv/agents")
    assert code_of(operator.post(f"{at}/commands/of-ada/allow")) == (404, "command_gone")
    ok(operator.post(f"{at}/commands/of-main/allow"))
    assert (keeping.asked["of-main"]["status"], keeping.asked["of-ada"]["status"]) == ("allowed", "pending")
    assert code_of(operator.post(f"{at}/commands/of-main/deny")) == (404, "command_gone")
    assert wait_until(lambda: waiting() == 0 and not needs(), timeout=60)
    (decided,) = ok(operator.get("/api/v1/activity", params={"event_type": "gateway.command_decided"}))["items"]
    assert (decided["actor"]["kind"], decided["payload"]["command"]) == ("user", SHOWN)


def test_nobody_else_asks_for_such_a_decision(office: Office) -> None:
    asked = {"action_type": "gateway.exec", "confidence": 50, "payload": {"reason": "So that it is run."}}
    assert office.operator.post(f"/api/v1/boards/{office.board['id']}/approvals", json=asked).status_code == 422


@pytest.mark.faults
def test_neither_a_gateway_that_is_away_nor_the_servers_death_loses_a_decision(
    start_server: Callable[..., ServerProcess], sqlite_url: str
) -> None:
    keeping, port = AgentKeeping(), free_port()
    server = start_server(sqlite_url, env={"GATEWAY_LEASE_SECONDS": "3"})
    with server.as_operator() as operator:
        with keeping.serve(port=port) as scripted:
            board = board_on(operator, add_gateway(operator, scripted.url))
            ada = bring_up(server, operator, keeping, add_agent(operator, board))
            keeping.asks("first", ada["setup"]["runtime_id"], COMMAND)
            approval = arrives(operator, board)
        at = f"/api/v1/boards/{board['id']}/approvals/{approval['id']}"
        ok(operator.patch(at, json={"status": "approved"}))
        assert ok(operator.get(at))["undo"]["reason"] == "The gateway is told as soon as it can be reached"
        ok(operator.post(f"{at}/undo"))
        ok(operator.patch(at, json={"status": "rejected", "reason": "On second thoughts."}))
    server.kill()
    server.start()
    with keeping.serve(port=port), server.as_operator() as operator:
        assert wait_until(lambda: keeping.asked["first"]["status"] == "denied", timeout=60)
        assert ok(operator.get(at))["decision_reason"] == "On second thoughts."
        assert code_of(operator.patch(at, json={"status": "approved"})) == (409, "approval_already_decided")
        assert len(inbox(operator, board)) == 0
