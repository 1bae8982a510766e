"""Mission Control and a real gateway. One module: the gateway is started by the one worker that runs it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from typing import Any
from uuid import uuid4

import httpx
import pytest

from mission_control.gateways.doctor import examine
from mission_control.gateways.protocol.connection import MAX_PROTOCOL, SCOPES, Connection
from mission_control.gateways.protocol.errors import CannotConnect, NotThere, UnknownMethod
from mission_control.gateways.protocol.handshake import connect
from mission_control.gateways.protocol.identity import DeviceIdentity
from mission_control.gateways.protocol.states import State
from mission_control.gateways.protocol.target import Target
from tests.gateway.model import ScriptedModel
from tests.gateway.real import RealGateway
from tests.streams.reader import reading
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import Json, make_board, make_task, ok

# The gateway takes a minute and more to start when a machine is busy, and the first test waits for that.
pytestmark = [pytest.mark.gateway, pytest.mark.slow, pytest.mark.timeout(600)]


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(asyncio.wait_for(work, 400))


def target(gateway: RealGateway, **more: Any) -> Target:
    fields: dict[str, Any] = {"token": gateway.token, "identity": DeviceIdentity.new()} | more
    return Target(gateway.url, **fields)


def add(operator: httpx.Client, gateway: RealGateway) -> Json:
    body = {"name": "Real", "url": gateway.url, "workspace_root": "~/agents", "token": gateway.token}
    added: Json = ok(operator.post("/api/v1/gateways", json=body))
    return added


def phases(operator: httpx.Client, added: Json) -> set[str]:
    """How far the agents on the gateway are."""
    return {it["phase"] for it in ok(operator.get(f"/api/v1/gateways/{added['id']}/agents"))["agents"]}


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


def test_the_doctor_finds_nothing_wrong_with_it_and_tells_a_wrong_token(gateway: RealGateway) -> None:
    well = run(examine(target(gateway)))
    assert well.condition.state is State.CONNECTED
    assert {it.check: it.outcome for it in well.findings if it.outcome != "passed"} == {"tls": "skipped"}
    ill = run(examine(target(gateway, token="another")))
    assert [it.check for it in ill.findings if it.outcome == "failed"] == ["auth"]


def test_the_product_connects_lists_its_sessions_and_talks_to_an_agent(
    gateway: RealGateway, start_server: Callable[..., ServerProcess], sqlite_url: str
) -> None:
    at = "/api/v1/gateways"
    with start_server(sqlite_url).as_operator() as operator, ExitStack() as stack:
        added = add(operator, gateway)
        place = {"gateway_id": added["id"]}

        def status() -> str:
            return str(ok(operator.get(f"{at}/{added['id']}"))["status"])

        assert wait_until(lambda: status() == "connected", timeout=60), status()
        assert "chat.send" in ok(operator.get(f"{at}/commands"))["methods"]

        def is_at_rest() -> bool:
            # A turn that begins while the gateway loads what it is given ends with it.
            agents = ok(operator.get(f"{at}/{added['id']}/agents"))["agents"]
            return bool(agents) and all(agent["phase"] != "applying" for agent in agents)

        assert wait_until(is_at_rest, timeout=120)
        session = f"{at}/sessions/agent:main:main"
        live = stack.enter_context(reading(operator, "/api/v1/events"))
        ok(operator.get(f"{session}/history", params=place))
        ok(operator.post(f"{session}/message", params=place, json={"content": "say this: Land ho."}))
        said = ""

        def answered() -> bool:
            nonlocal said
            reply = operator.get(f"{session}/history", params=place)
            # Busy with its turn, the gateway may answer later than a request waits.
            if reply.status_code == 504:
                return False
            said = str(ok(reply)["history"])
            return said.count("Land ho.") >= 2

        assert wait_until(answered, timeout=300, interval=1), said
        # Its own events say that a session which somebody looks at goes on.
        moved = {frame.data["payload"]["session_key"] for frame in live.events() if frame.name == "session.moved"}
        assert moved == {"agent:main:main"}
        listed = ok(operator.get(f"{at}/sessions", params=place))["sessions"]
        assert "agent:main:main" in {it["key"] for it in listed}
        assert ok(operator.get(f"{at}/status", params=place))["connected"] is True


def test_an_agent_answers_and_the_history_has_both_sides(gateway: RealGateway, model: ScriptedModel) -> None:
    async def work(connection: Connection) -> Any:
        key = {"sessionKey": "agent:main:main"}
        run_id = str(uuid4())
        await connection.call("chat.send", {**key, "message": "say this: Aye aye.", "idempotencyKey": run_id})
        ended = await connection.call("agent.wait", {"runId": run_id, "timeoutMs": 300_000}, seconds=320)
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


def test_a_worker_comes_from_nothing_to_its_first_call_and_a_new_task_wakes_it_once(
    gateway: RealGateway, model: ScriptedModel, start_server: Callable[..., ServerProcess], sqlite_url: str
) -> None:
    with start_server(sqlite_url).as_operator() as operator:
        added = add(operator, gateway)
        board = make_board(operator, gateway_id=added["id"])
        worker = ok(operator.post("/api/v1/agents", json={"name": "Ada", "board_id": board["id"]}))
        at = f"/api/v1/agents/{worker['id']}"

        def seen() -> Json:
            found: Json = ok(operator.get(at))
            return found

        assert wait_until(lambda: seen()["setup"]["phase"] == "ready", timeout=240, interval=0.5), seen()
        assert (seen()["status"], seen()["setup"]["conflicts"]) == ("online", [])
        main = f"/api/v1/gateways/{added['id']}/agents"
        assert wait_until(lambda: phases(operator, added) == {"ready"}, timeout=240, interval=0.5), ok(
            operator.get(main)
        )
        turns = len(model.about(board["id"]))
        task = make_task(operator, board, "Draw the cover")
        where = f"/api/v1/boards/{board['id']}/tasks/{task['id']}"
        assert wait_until(lambda: ok(operator.get(where))["status"] == "in_progress", timeout=240, interval=0.5), seen()
        # One turn: the call of the tool, and what is said to its result.
        assert wait_until(lambda: len(model.about(board["id"])) == turns + 2, timeout=60), model.about(board["id"])[
            turns:
        ]

        def spent() -> list[Any]:
            told = [run for run in ok(operator.get(f"{where}/runs"))["items"] if run["kind"] == "turn"]
            return [(it["outcome"], it["input_tokens"], it["output_tokens"], it["cost_usd"]) for it in told]

        # Of both calls of the model, at the prices in the gateway's configuration.
        price = pytest.approx(2 * (100 * 1 + 10 * 2) / 1_000_000)
        assert wait_until(lambda: spent() == [("done", 200, 20, price)], timeout=120, interval=1), spent()
        look_at_a_beat(gateway, operator, worker, lambda: len(model.about(board["id"])))
        ok(operator.delete(at))
        assert wait_until(lambda: len(ok(operator.get(main))["agents"]) == 1, timeout=240, interval=0.5)


def look_at_a_beat(gateway: RealGateway, operator: httpx.Client, worker: Json, turns: Callable[[], int]) -> None:
    """An agent with a pace has a checklist, by which it calls; without one there is neither."""
    at, runtime_id = f"/api/v1/agents/{worker['id']}", f"mc-{worker['id']}"

    async def scratch(*, beat: bool = False) -> tuple[bool, str]:
        connection = await connect(target(gateway))
        try:
            jobs = (await connection.call("cron.list", {"agentId": runtime_id, "includeDisabled": True}))["jobs"]
            job = next(it for it in jobs if it["declarationKey"] == f"heartbeat:{runtime_id}")
            if beat:
                await connection.call("cron.run", {"id": job["id"]})
            found = (await connection.call("cron.scratch.get", {"id": job["id"]}))["scratch"] or {"content": ""}
            return job["enabled"], found["content"]
        finally:
            await connection.close()

    assert run(scratch()) == (False, "")
    ok(operator.patch(at, json={"heartbeat_config": {"every": "6h"}}))
    wanted = 'curl -s -X POST "$API/agent/tasks/claim" -H "$AUTH"'
    assert wait_until(lambda: wanted in run(scratch())[1], timeout=120, interval=2), ok(operator.get(at))
    before, seen = turns(), ok(operator.get(at))["last_seen_at"]
    run(scratch(beat=True))
    assert wait_until(lambda: ok(operator.get(at))["last_seen_at"] > seen, timeout=240, interval=0.5), ok(
        operator.get(at)
    )
    assert wait_until(lambda: turns() >= before + 2, timeout=60)


def test_a_command_that_waits_for_leave_is_decided_in_the_inbox_and_runs(
    gateway: RealGateway, model: ScriptedModel, start_server: Callable[..., ServerProcess], sqlite_url: str
) -> None:
    with start_server(sqlite_url).as_operator() as operator:
        added = add(operator, gateway)
        board = make_board(operator, gateway_id=added["id"])
        worker = ok(operator.post("/api/v1/agents", json={"name": "Ada", "board_id": board["id"]}))
        runtime_id = f"mc-{worker['id']}"

        assert wait_until(lambda: phases(operator, added) == {"ready"}, timeout=300, interval=0.5)

        async def ask_first() -> None:
            connection = await connect(target(gateway))
            try:
                config = await connection.call("config.get")
                wanted = {"tools": {"exec": {"security": "allowlist", "ask": "always"}}}
                patch = json.dumps({"agents": {"entries": {runtime_id: wanted}}})
                await connection.call("config.patch", {"raw": patch, "baseHash": config["hash"]}, seconds=60)
            finally:
                await connection.close()

        run(ask_first())
        session = f"/api/v1/gateways/sessions/agent:{runtime_id}:main/message"
        ok(
            operator.post(
                session, params={"gateway_id": added["id"]}, json={"content": "run this: echo allowed to speak"}
            )
        )
        at = f"/api/v1/boards/{board['id']}/approvals"
        waiting: list[Json] = []

        def asked() -> bool:
            waiting[:] = ok(operator.get(at, params={"status": "pending"}))["items"]
            return bool(waiting)

        assert wait_until(asked, timeout=240, interval=0.5), model.calls[-1]["messages"][-2:]
        (approval,) = waiting
        assert (approval["action_type"], approval["payload"]["command"]) == ("gateway.exec", "echo allowed to speak")
        ok(operator.patch(f"{at}/{approval['id']}", json={"status": "approved"}))

        def ran() -> bool:
            said = [it for call in model.calls for it in call["messages"] if it["role"] == "tool"]
            return any("allowed to speak" in str(it["content"]) and "denied" not in str(it["content"]) for it in said)

        assert wait_until(ran, timeout=240, interval=0.5), model.calls[-1]["messages"][-2:]


def test_a_pause_ends_a_turn_that_runs_and_nothing_is_spent_until_it_is_resumed(
    gateway: RealGateway, model: ScriptedModel, start_server: Callable[..., ServerProcess], sqlite_url: str
) -> None:
    with start_server(sqlite_url).as_operator() as operator:
        added = add(operator, gateway)
        board = make_board(operator, gateway_id=added["id"])
        worker = ok(operator.post("/api/v1/agents", json={"name": "Ada", "board_id": board["id"]}))

        def seen() -> Json:
            found: Json = ok(operator.get(f"/api/v1/agents/{worker['id']}"))
            return found

        assert wait_until(lambda: phases(operator, added) == {"ready"}, timeout=300, interval=0.5), seen()
        model.answers.clear()
        turns = len(model.about(board["id"]))
        task = make_task(operator, board, "Draw the cover")
        where = f"/api/v1/boards/{board['id']}/tasks/{task['id']}"
        assert wait_until(lambda: len(model.about(board["id"])) == turns + 1, timeout=240), seen()
        at = f"/api/v1/boards/{board['id']}"
        ok(operator.post(f"{at}/pause", json={"reason": "It costs too much"}))

        def rests() -> bool:
            setup = seen()["setup"]
            return bool(setup["reason"].startswith("Paused: it is not woken") and setup["next_attempt_at"] is None)

        assert wait_until(rests, timeout=240, interval=0.5), seen()
        stopped = ok(operator.get("/api/v1/activity", params={"event_type": "agent.turn_stopped"}))
        assert stopped["total"] == 1

        def outcomes() -> list[str]:
            return [run["outcome"] for run in ok(operator.get(f"{where}/runs"))["items"] if run["kind"] == "turn"]

        assert wait_until(lambda: outcomes() == ["cut"], timeout=120, interval=1), outcomes()
        model.answers.set()
        make_task(operator, board, "Proofread")
        assert wait_until(rests, timeout=240, interval=0.5), seen()
        # The turn would have gone on with the result of its call.
        assert len(model.about(board["id"])) == turns + 1
        assert ok(operator.get(where))["status"] == "inbox"
        ok(operator.post(f"{at}/resume"))
        assert wait_until(lambda: ok(operator.get(where))["status"] == "in_progress", timeout=240, interval=0.5), seen()
        assert wait_until(lambda: len(model.about(board["id"])) == turns + 3, timeout=60), model.about(board["id"])[
            turns:
        ]


def test_an_agent_that_a_team_has_made_is_adopted_works_and_is_left_as_it_was(
    gateway: RealGateway, start_server: Callable[..., ServerProcess], sqlite_url: str
) -> None:
    theirs = {"AGENTS.md": "# Research\r\n\nFind sources", "SOUL.md": "Curious.\n", "USER.md": "A team.\n"}

    async def ask(*calls: tuple[str, Json]) -> list[Any]:
        connection = await connect(target(gateway))
        try:
            return [await connection.call(method, params, seconds=60) for method, params in calls]
        finally:
            await connection.close()

    def state() -> tuple[Json, Json]:
        """Its files, and its entry in the configuration."""
        reading = [("agents.files.get", {"agentId": "research", "name": name}) for name in theirs]
        *files, config = run(ask(*reading, ("config.get", {})))
        entry = config["parsed"]["agents"]["entries"]["research"]
        return {it["file"]["name"]: it["file"]["content"] for it in files}, entry

    run(ask(("agents.create", {"name": "research", "workspace": "~/research"})))
    time.sleep(8)  # The gateway answers before it has loaded its new agent.
    run(
        ask(
            *(
                ("agents.files.set", {"agentId": "research", "name": name, "content": text})
                for name, text in theirs.items()
            )
        )
    )
    before = state()
    assert before[0] == theirs
    with start_server(sqlite_url).as_operator() as operator:
        added = add(operator, gateway)
        board = make_board(operator, gateway_id=added["id"])
        at = f"/api/v1/gateways/{added['id']}/discovered-agents"
        found = {it["runtime_id"]: it for it in ok(operator.get(at))["agents"]}
        assert {name: found[name]["standing"] for name in ("main", "research")} == {"main": "free", "research": "free"}
        agent = ok(operator.post(f"{at}/research/adopt", json={"board_id": board["id"]}))

        def seen() -> Json:
            return dict(ok(operator.get(f"/api/v1/agents/{agent['id']}")))

        assert wait_until(lambda: seen()["setup"]["phase"] == "ready", timeout=240, interval=0.5), seen()
        assert wait_until(lambda: phases(operator, added) == {"ready"}, timeout=240, interval=0.5)
        files, entry = state()
        assert files.pop("AGENTS.md").startswith(theirs["AGENTS.md"] + f"\n<!-- mission-control:begin mc-{agent['id']}")
        assert (files, entry) == ({name: theirs[name] for name in files}, before[1])
        task = make_task(operator, board, "Find the first one")
        where = f"/api/v1/boards/{board['id']}/tasks/{task['id']}"
        assert wait_until(lambda: ok(operator.get(where))["status"] == "in_progress", timeout=240, interval=0.5), seen()
        ok(operator.patch(f"/api/v1/agents/{agent['id']}", json={"heartbeat_config": {"every": "6h"}}))
        assert wait_until(lambda: state()[1].get("heartbeat", {}).get("every") == "360m", timeout=120, interval=2), (
            seen()
        )
        ok(operator.delete(f"/api/v1/agents/{agent['id']}"))
        listing = f"/api/v1/gateways/{added['id']}/agents"
        assert wait_until(lambda: len(ok(operator.get(listing))["agents"]) == 1, timeout=240, interval=0.5)
    assert state() == before
