"""Mission Control and a real gateway. One module: the gateway is started by the one worker that runs it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any
from uuid import uuid4

import pytest

from mission_control.gateways.protocol.connection import MAX_PROTOCOL, SCOPES, Connection
from mission_control.gateways.protocol.errors import CannotConnect, NotThere, UnknownMethod
from mission_control.gateways.protocol.handshake import connect
from mission_control.gateways.protocol.identity import DeviceIdentity
from mission_control.gateways.protocol.states import State
from mission_control.gateways.protocol.target import Target
from tests.gateway.model import ScriptedModel
from tests.gateway.real import RealGateway

# The gateway takes a minute and more to start when a machine is busy, and the first test waits for that.
pytestmark = [pytest.mark.gateway, pytest.mark.slow, pytest.mark.timeout(300)]


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(asyncio.wait_for(work, 120))


def target(gateway: RealGateway, **more: Any) -> Target:
    fields: dict[str, Any] = {"token": gateway.token, "identity": DeviceIdentity.new()} | more
    return Target(gateway.url, **fields)


def test_it_lets_us_in_with_all_that_we_need_and_refuses_in_words_that_we_understand(gateway: RealGateway) -> None:
    async def work() -> None:
        connection = await connect(target(gateway))
        try:
            hello = connection.hello
            assert (hello.protocol, hello.version) == (MAX_PROTOCOL, "2026.9.6")
            assert set(SCOPES) <= hello.scopes
            assert {"sessions.list", "chat.send", "chat.history"} <= set(hello.methods)
            with pytest.raises(NotThere):
                await connection.call("agents.update", {"agentId": "nobody", "name": "Nobody"})
            with pytest.raises(UnknownMethod):
                await connection.call("no.such.method")
        finally:
            await connection.close()

    run(work())


def test_it_does_not_let_in_who_has_another_token_or_none(gateway: RealGateway) -> None:
    async def state_of(aim: Target) -> State:
        with pytest.raises(CannotConnect) as caught:
            await connect(aim)
        return caught.value.condition.state

    assert run(state_of(target(gateway, token="another"))) is State.AUTH_FAILED
    assert run(state_of(target(gateway, token=None))) is State.AUTH_FAILED


def test_an_agent_answers_and_the_history_has_both_sides(gateway: RealGateway, model: ScriptedModel) -> None:
    async def work(connection: Connection) -> Any:
        key = {"sessionKey": "agent:main:main"}
        run_id = str(uuid4())
        await connection.call("chat.send", {**key, "message": "say this: Aye aye.", "idempotencyKey": run_id})
        ended = await connection.call("agent.wait", {"runId": run_id, "timeoutMs": 90_000}, seconds=100)
        assert ended["status"] == "ok"
        return await connection.call("chat.history", key)

    async def connected() -> Any:
        connection = await connect(target(gateway))
        try:
            return await work(connection)
        finally:
            await connection.close()

    said = str(run(connected())["messages"])
    assert "say this: Aye aye." in said
    assert said.count("Aye aye.") == 2
    assert model.calls
