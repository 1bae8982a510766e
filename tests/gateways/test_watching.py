"""Whoever looks at a session is told when it goes on: by the gateway's own events, whichever process keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.gateways.scripted import TOKEN, Scripted
from tests.streams.reader import Reader, reading
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import make_agent, make_board, move_to_new_organization, ok

GATEWAYS, EVENTS = "/api/v1/gateways", "/api/v1/events"
SOON = {"EVENT_STREAM_PING_SECONDS": "0.5"}
"""Readers of streams find out sooner that they are done."""


@pytest.fixture(scope="module")
def server(module_database: str) -> Iterator[ServerProcess]:
    processes = 1 if module_database.startswith("sqlite") else 2
    with ServerProcess(module_database, env=SOON, processes=processes) as process:
        yield process.start()


def moved(reader: Reader) -> list[str]:
    return [frame.data["payload"]["session_key"] for frame in reader.events() if frame.name == "session.moved"]


def test_whoever_has_read_a_session_is_told_that_it_goes_on(server: ServerProcess) -> None:
    last = len(server.ports) - 1
    with ExitStack() as stack:
        operator, elsewhere = (stack.enter_context(server.as_operator(index)) for index in (0, last))
        gateway = stack.enter_context(Scripted(methods={"chat.history": {"messages": []}}))
        move_to_new_organization(operator)
        body = {"name": "Berlin", "url": gateway.url, "workspace_root": "~", "token": TOKEN}
        gateway_id = ok(operator.post(GATEWAYS, json=body))["id"]
        board = make_board(operator, gateway_id=gateway_id)
        mine, bo = (f"agent:mc-{make_agent(operator, board, name).id}:main" for name in ("Ada", "Bo"))
        assert wait_until(lambda: ok(operator.get(f"{GATEWAYS}/{gateway_id}"))["status"] == "connected", timeout=30)
        other = {"name": "Other", "role": "admin", "scopes": ["admin"]}
        key = ok(operator.post("/api/v1/organizations/me/api-keys", json=other))["key"]
        service = stack.enter_context(server.client(headers={"Authorization": f"Bearer {key}"}))
        with reading(operator, EVENTS) as here, reading(elsewhere, EVENTS) as there, reading(service, EVENTS) as nobody:

            def goes_on() -> bool:
                for session in (mine, bo):
                    gateway.tell("chat", {"sessionKey": session, "runId": "r", "state": "delta"})
                return bool(moved(here) and moved(there))

            goes_on()
            ok(elsewhere.get(f"{GATEWAYS}/sessions/{mine}/history", params={"gateway_id": gateway_id}))
            assert wait_until(goes_on, timeout=20)
            assert {*moved(here), *moved(there)} == {mine}
            assert (moved(nobody), nobody.failures) == ([], [])
            assert all(frame.position is None for frame in here.events() if frame.name == "session.moved")
