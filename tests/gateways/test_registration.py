"""Adding, changing and removing gateways."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.processes import free_port
from tests.support.server import ServerProcess
from tests.support.world import Json, code_of, make_agent, make_board, move_to_new_organization, ok

TOKEN = "the-shared-token-of-a-gateway"
GATEWAYS = "/api/v1/gateways"


def a_gateway(**over: Any) -> Json:
    url = f"ws://127.0.0.1:{free_port()}"
    return {"name": "Berlin", "url": url, "workspace_root": "~/.openclaw", "token": TOKEN, **over}


def add(operator: httpx.Client, **over: Any) -> Json:
    gateway: Json = ok(operator.post(GATEWAYS, json=a_gateway(**over)))
    return gateway


def test_g16_one_that_is_down_is_added_and_its_token_is_never_shown_again(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        move_to_new_organization(operator)
        added = add(operator, url="WS://LocalHost:18789/")
        assert (added["url"], added["token"], added["has_token"]) == ("ws://localhost:18789", None, True)
        assert len(added["device_id"]) == 64
        assert TOKEN not in str(added)
        direct = make_agent(operator, make_board(operator))
        page = ok(operator.get(GATEWAYS))
        assert [item["id"] for item in page["items"]] == [added["id"]]
        # The built-in gateway of the direct agent is not to be seen, whoever knows its id.
        built_in = ok(operator.get(f"/api/v1/agents/{direct.id}"))["gateway_id"]
        for method in ("GET", "DELETE"):
            assert code_of(operator.request(method, f"{GATEWAYS}/{built_in}")) == (404, "not_found")
        events = ok(operator.get("/api/v1/activity", params={"event_type": "gateway.created"}))
        assert TOKEN not in str(events)


def test_a_change_keeps_what_it_leaves_out_and_clears_a_token_that_is_empty(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        move_to_new_organization(operator)
        added = add(operator)
        at = f"{GATEWAYS}/{added['id']}"
        renamed = ok(operator.patch(at, json={"name": "Paris"}))
        assert (renamed["name"], renamed["has_token"], renamed["url"]) == ("Paris", True, added["url"])
        assert (renamed["version"], renamed["updated_at"] > added["updated_at"]) == (2, True)
        assert ok(operator.patch(at, json={"name": "Paris"}))["version"] == 2
        assert ok(operator.patch(at, json={"token": " "}))["has_token"] is False
        stale = operator.patch(at, json={"name": "Rome"}, headers={"If-Match": '"1"'})
        assert code_of(stale) == (412, "stale_version")
        assert operator.patch(at, json={"url": None}).status_code == 422


def test_an_address_is_taken_once_in_an_organization(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        move_to_new_organization(operator)
        first, second = add(operator), add(operator)
        again = operator.post(GATEWAYS, json=a_gateway(url=first["url"] + "/"))
        assert code_of(again) == (409, "gateway_url_taken")
        assert code_of(operator.patch(f"{GATEWAYS}/{second['id']}", json={"url": first["url"]}))[0] == 409
        move_to_new_organization(operator)
        add(operator, url=first["url"])
        assert code_of(operator.get(f"{GATEWAYS}/{first['id']}")) == (404, "not_found")


@pytest.mark.parametrize(
    "over",
    [
        {"url": "http://gateway.example.org"},
        {"url": "ws://user:secret@gateway.example.org"},
        {"url": "ws://gateway.example.org?token=x"},
        {"url": "ws://169.254.169.254"},
        {"url": "ws://[fe80::1]:80"},
        {"url": ""},
        {"url": "ws://x\x00y"},
        {"name": " "},
        {"workspace_root": ""},
        {"token": "two\nlines"},
        {"certificate_authority": "no certificate"},
        {"allow_insecure_tls": "perhaps"},
    ],
)
def test_what_is_no_gateway_is_refused(server: ServerProcess, over: Json) -> None:
    with server.as_operator() as operator:
        assert operator.post(GATEWAYS, json=a_gateway(**over)).status_code == 422


def test_a_gateway_in_use_stays_until_nothing_is_on_it(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        move_to_new_organization(operator)
        at = f"{GATEWAYS}/{add(operator)['id']}"
        board = make_board(operator, name="Launch", gateway_id=at.rsplit("/", 1)[1])
        agent = make_agent(operator, board, "Ada")
        assert [(use["kind"], use["name"]) for use in ok(operator.get(f"{at}/uses"))["uses"]] == [
            ("board", "Launch"),
            ("agent", "Ada"),
        ]
        refused = operator.delete(at)
        assert code_of(refused) == (409, "gateway_in_use")
        assert "board Launch, agent Ada" in refused.text
        assert operator.delete(f"/api/v1/agents/{agent.id}").is_success
        ok(operator.patch(f"/api/v1/boards/{board['id']}", json={"gateway_id": None}))
        ok(operator.delete(at))
        assert code_of(operator.get(at)) == (404, "not_found")


def test_a_board_names_only_gateways_of_its_organization(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        move_to_new_organization(operator)
        foreign = add(operator)["id"]
        move_to_new_organization(operator)
        board = make_board(operator)
        for gateway_id in (foreign, str(uuid4())):
            reply = operator.patch(f"/api/v1/boards/{board['id']}", json={"gateway_id": gateway_id})
            assert code_of(reply) == (422, "unknown_gateway")
