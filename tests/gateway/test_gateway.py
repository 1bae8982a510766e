"""Mission Control and a real gateway. One module: the gateway is started by the one worker that runs it."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from mission_control.gateways.doctor import examine
from mission_control.gateways.protocol.connection import MAX_PROTOCOL, SCOPES, Connection
from mission_control.gateways.protocol.errors import CannotConnect, NotThere, UnknownMethod
from mission_control.gateways.protocol.handshake import connect
from mission_control.gateways.protocol.identity import DeviceIdentity
from mission_control.gateways.protocol.states import State
from mission_control.gateways.protocol.target import Target
from mission_control.skill_installs import listing
from mission_control.skill_installs.listing import Listed
from tests.e2e.steps import sign_in, violations
from tests.gateway.model import CHARACTERS_PER_TOKEN, ScriptedModel
from tests.gateway.real import RealGateway
from tests.gateway.soak import say
from tests.streams.reader import reading
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import Json, make_board, make_task, ok

# The gateway takes a minute and more to start when a machine is busy, and the first test waits for that.
IDLE_SECONDS = float(os.environ.get("IDLE_SECONDS", "8"))
pytestmark = [pytest.mark.gateway, pytest.mark.slow, pytest.mark.timeout(600 + 2 * IDLE_SECONDS)]


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """In a thread of its own: in this one the browser has a loop that is never left."""
    with ThreadPoolExecutor(1) as own:
        return own.submit(lambda: asyncio.run(asyncio.wait_for(work, 400))).result()


def target(gateway: RealGateway, **more: Any) -> Target:
    fields: dict[str, Any] = {"token": gateway.token, "identity": DeviceIdentity.new()} | more
    return Target(gateway.url, **fields)


async def asked(gateway: RealGateway, *calls: tuple[str, Json]) -> list[Any]:
    """What the gateway answers, which may take its time."""
    connection = await connect(target(gateway))
    try:
        return [await connection.call(method, params, seconds=60) for method, params in calls]
    finally:
        await connection.close()


def added(operator: httpx.Client, gateway: RealGateway) -> Json:
    """The gateway as the installation knows it; the first test that needs it adds it."""
    known = [it for it in ok(operator.get("/api/v1/gateways"))["items"] if it["url"] == gateway.url]
    if known:
        return dict(known[0])
    body = {"name": "Real", "url": gateway.url, "workspace_root": "~/agents", "token": gateway.token}
    made: Json = ok(operator.post("/api/v1/gateways", json=body))
    return made


def there(operator: httpx.Client, known: Json) -> list[Json]:
    """The agents of the installation on the gateway, and how far each is."""
    found: list[Json] = ok(operator.get(f"/api/v1/gateways/{known['id']}/agents"))["agents"]
    return found


def wait_for_rest(operator: httpx.Client, known: Json) -> None:
    """Until all that are there have called: a turn ends with it when the gateway loads another agent meanwhile."""
    assert wait_until(lambda: {it["phase"] for it in there(operator, known)} == {"ready"}, timeout=600, interval=0.5), (
        there(operator, known)
    )


def hire(operator: httpx.Client, board: Json, name: str, **over: Any) -> Json:
    made: Json = ok(operator.post("/api/v1/agents", json={"name": name, "board_id": board["id"], **over}))
    return made


def seen(operator: httpx.Client, agent: Json) -> Json:
    found: Json = ok(operator.get(f"/api/v1/agents/{agent['id']}"))
    return found


def calls_of(model: ScriptedModel, agent: Json) -> int:
    """How often an agent has called its model: each call names the folder that it works in."""
    return len(model.about(f"workspace-{agent['setup']['runtime_id']}"))


def is_at_rest(operator: httpx.Client, known: Json) -> bool:
    """Whether no turn runs on the gateway."""
    listed = operator.get("/api/v1/gateways/sessions", params={"gateway_id": known["id"]})
    # Busy with a turn, the gateway may answer later than a request waits.
    return listed.status_code == 200 and not any(it.get("hasActiveRun") for it in listed.json()["sessions"])


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
            folder = gateway.put_skill("proofreading")
            skills = listing.listed(await connection.call("skills.status", {"agentId": "main"}))
            assert listing.at(skills, folder) == Listed(folder, None)
            assert listing.at(skills, folder.replace("proof", "")) is None
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
    # On a busy machine it reads its configuration for the first time for longer than the doctor waits.
    run(asked(gateway, ("config.get", {})))
    well = run(examine(target(gateway)))
    assert well.condition.state is State.CONNECTED
    assert {it.check: it.outcome for it in well.findings if it.outcome != "passed"} == {"tls": "skipped"}
    ill = run(examine(target(gateway, token="another")))
    assert [it.check for it in ill.findings if it.outcome == "failed"] == ["auth"]


@pytest.mark.e2e
def test_in_the_browser_a_gateway_is_added_a_turn_watched_a_command_decided_and_an_agent_paused(
    page: Page, gateway: RealGateway, model: ScriptedModel, server: ServerProcess
) -> None:
    with server.as_operator() as operator:
        add_by_the_wizard(page, gateway, server)
        known = added(operator, gateway)
        board = make_board(operator, gateway_id=known["id"], name="Prints")
        ada = hire(operator, board, "Ada")
        page.goto(f"{server.base_url}/agents/{ada['id']}")
        expect(page.get_by_text("Lives on gateway Real; work for it wakes it").first).to_be_visible(timeout=300_000)
        wait_for_rest(operator, known)
        ask_first(gateway, ada)

        page.get_by_role("button", name="Watch").click()
        session = page.get_by_role("dialog", name="Session of Ada")
        say_until_taken(page, session, "run this: echo allowed to speak")
        # The model has called its tool, and nobody has allowed that yet.
        expect(session.get_by_text("No result yet.")).to_be_visible(timeout=120_000)
        expect(session.get_by_text("Works on what somebody said to it")).to_be_visible()
        inbox = page.context.new_page()
        inbox.goto(f"{server.base_url}/approvals")
        inbox.get_by_role("list", name="Approvals").get_by_role("link", name="Run a command").click(timeout=120_000)
        asked = inbox.get_by_role("article", name="Approval of Run a command")
        expect(asked).to_contain_text("echo allowed to speak")
        asked.get_by_role("button", name="Approve").click()
        said = session.get_by_role("listitem").filter(has_text="allowed to speak")
        expect(said.get_by_text("What came back").last).to_be_visible(timeout=120_000)
        assert violations(page) == {}
        assert wait_until(lambda: any("allowed to speak" in it for it in results(model)), timeout=120), results(model)
        assert wait_until(lambda: is_at_rest(operator, known), timeout=120, interval=0.5)
        pause_and_resume(page, operator, model, ada)


def say_until_taken(page: Page, session: Locator, text: str) -> None:
    """Busy, a gateway may take longer than a request waits; then the words stay where they were written."""
    box = session.get_by_role("textbox")
    box.fill(text)

    def taken() -> bool:
        if box.input_value():
            box.press("ControlOrMeta+Enter")
            page.wait_for_timeout(3_000)
        return not box.input_value()

    assert wait_until(taken, timeout=240, interval=1)


def results(model: ScriptedModel) -> list[str]:
    """What came back from commands that the model had run."""
    return [str(it["content"]) for call in model.calls for it in call["messages"] if it["role"] == "tool"]


def add_by_the_wizard(page: Page, gateway: RealGateway, server: ServerProcess) -> None:
    """Tried with another token, which the doctor tells; then with its own."""
    sign_in(page, server, "/gateways?new=true")
    wizard = page.get_by_role("dialog", name="Add gateway")
    for label, text in {"Name": "Real", "Address": gateway.url, "Folder": "~/agents", "Token": "another"}.items():
        wizard.get_by_label(label).fill(text)
    findings = wizard.get_by_role("status", name="What was found")
    wizard.get_by_role("button", name="Try it").click()
    expect(findings).to_contain_text("Mission Control does not get in.")
    expect(findings).to_contain_text("openclaw config get gateway.auth.token")
    wizard.get_by_label("Token").fill(gateway.token)
    wizard.get_by_role("button", name="Try it").click()
    expect(findings).to_contain_text("Mission Control gets in.")
    expect(findings).to_contain_text("2026.9.6")
    assert violations(page) == {}
    wizard.get_by_role("button", name="Add gateway").click()
    row = page.get_by_role("listitem").filter(has_text=gateway.url)
    expect(row.get_by_text("Connected", exact=True)).to_be_visible(timeout=60_000)
    expect(row).to_contain_text("OpenClaw 2026.9.6")


def ask_first(gateway: RealGateway, agent: Json) -> None:
    """Have the gateway ask before each command that an agent runs."""

    async def change() -> None:
        connection = await connect(target(gateway))
        try:
            config = await connection.call("config.get")
            wanted = {"tools": {"exec": {"security": "allowlist", "ask": "always"}}}
            patch = json.dumps({"agents": {"entries": {agent["setup"]["runtime_id"]: wanted}}})
            await connection.call("config.patch", {"raw": patch, "baseHash": config["hash"]}, seconds=60)
        finally:
            await connection.close()

    run(change())


def pause_and_resume(page: Page, operator: httpx.Client, model: ScriptedModel, agent: Json) -> None:
    """While its model thinks, an agent is paused: its turn ends, and what it was told is told again afterwards."""
    at = f"/api/v1/boards/{agent['board_id']}/tasks"
    calls = calls_of(model, agent)
    model.answers.clear()
    task = ok(operator.post(at, json={"title": "Print the cover", "assigned_agent_id": agent["id"]}))
    assert wait_until(lambda: calls_of(model, agent) == calls + 1, timeout=240), seen(operator, agent)
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="State").get_by_text("Print the cover")).to_be_visible()
    page.get_by_role("button", name="Pause…").click()
    page.get_by_role("dialog").get_by_label("Reason").fill("It costs too much")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Ada: paused")).to_contain_text("It costs too much")
    # The page is live: what is done about the pause is told as it happens.
    done = page.get_by_role("region", name="Timeline").get_by_text("Paused: it is not woken until it is resumed")
    expect(done.first).to_be_visible(timeout=240_000)
    assert ok(operator.get("/api/v1/activity", params={"event_type": "agent.turn_stopped"}))["total"] == 1

    def outcomes() -> list[str]:
        told = ok(operator.get(f"{at}/{task['id']}/runs"))["items"]
        return [str(it["outcome"]) for it in told if it["kind"] == "turn"]

    assert wait_until(lambda: outcomes() == ["cut"], timeout=120, interval=1), outcomes()
    model.answers.set()
    ok(operator.post(at, json={"title": "Print the back", "assigned_agent_id": agent["id"]}))
    expect(page.get_by_text("Print the back").first).to_be_visible()
    # The turn would have gone on with the result of its call.
    time.sleep(1)
    assert calls_of(model, agent) == calls + 1
    page.get_by_role("button", name="Resume Ada").click()
    expect(page.get_by_role("region", name="Ada: paused")).to_have_count(0)
    assert wait_until(lambda: calls_of(model, agent) >= calls + 2, timeout=240), seen(operator, agent)


def test_the_product_connects_lists_its_sessions_and_talks_to_an_agent(
    gateway: RealGateway, server: ServerProcess
) -> None:
    at = "/api/v1/gateways"
    with server.as_operator() as operator, ExitStack() as stack:
        known = added(operator, gateway)
        place = {"gateway_id": known["id"]}

        def status() -> str:
            return str(ok(operator.get(f"{at}/{known['id']}"))["status"])

        assert wait_until(lambda: status() == "connected", timeout=60), status()
        assert "chat.send" in ok(operator.get(f"{at}/commands"))["methods"]
        wait_for_rest(operator, known)
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
        # Its own events say that a session which somebody looks at goes on; others have looked at theirs.
        moved = {frame.data["payload"]["session_key"] for frame in live.events() if frame.name == "session.moved"}
        assert "agent:main:main" in moved
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


def test_a_crew_comes_from_nothing_and_carries_a_task_through_an_approval_to_done(
    gateway: RealGateway, model: ScriptedModel, server: ServerProcess
) -> None:
    with server.as_operator() as operator:
        known = added(operator, gateway)
        board = make_board(operator, gateway_id=known["id"], name="Covers", require_approval_for_done=True)
        at = f"/api/v1/boards/{board['id']}"
        lead, ada, bob = (hire(operator, board, name, is_board_lead=name == "Lena") for name in ("Lena", "Ada", "Bob"))
        wait_for_rest(operator, known)
        for agent in (lead, ada, bob):
            came = seen(operator, agent)
            assert (came["status"], came["setup"]["conflicts"]) == ("online", [])
        assert wait_until(lambda: is_at_rest(operator, known), timeout=120, interval=0.5)
        first, before = len(model.calls), [calls_of(model, it) for it in (lead, ada, bob)]

        def calls() -> list[int]:
            return [calls_of(model, it) - begun for it, begun in zip((lead, ada, bob), before, strict=True)]

        def woken() -> list[str]:
            told = ok(operator.get("/api/v1/activity", params={"event_type": "agent.woken", "board_id": board["id"]}))
            return [str(it["agent_id"]) for it in reversed(told["items"])][first_wakes:]

        # Each was woken when it came.
        first_wakes = 0
        first_wakes = len(woken())
        task = make_task(operator, board, "Draw the cover step by step", assigned_agent_id=ada["id"])
        where = f"{at}/tasks/{task['id']}"
        approval = the_approval(operator, board)
        assert approval["agent_id"] == ada["id"]
        # One task, one wake-up, one turn of four calls: claim, comment, ask, and that there is no more to do.
        assert wait_until(lambda: calls() == [0, 4, 0], timeout=120), calls()
        assert wait_until(lambda: is_at_rest(operator, known), timeout=120, interval=0.5)
        assert (woken(), ok(operator.get(where))["status"]) == ([ada["id"]], "in_progress")

        ok(operator.patch(f"{at}/approvals/{approval['id']}", json={"status": "approved"}))
        assert wait_until(lambda: ok(operator.get(where))["status"] == "done", timeout=300, interval=0.5), (
            ok(operator.get(where)),
            woken(),
        )
        assert wait_until(lambda: is_at_rest(operator, known), timeout=120, interval=0.5)
        moves = ok(operator.get("/api/v1/activity", params={"event_type": "task.status_changed", "limit": 50}))["items"]
        # Asked for work again, the product hands out what the agent holds, under a new fence.
        moved = [it for it in reversed(moves) if it["task_id"] == task["id"]]
        told = [(it["payload"]["before"], it["payload"]["after"], it["actor"]["name"]) for it in moved]
        made = [(after, name) for before, after, name in told if before != after]
        assert made == [("in_progress", "Ada"), ("review", "Ada"), ("done", "Lena")]
        # Ada for the task and for the decision, each once; Lena for the review, and for the decision unless in one.
        assert Counter(woken())[ada["id"]] == 2
        assert 1 <= Counter(woken())[lead["id"]] <= 2
        of_lead, of_ada, of_bob = calls()
        assert (of_ada, of_bob) == (8, 0)
        assert 4 <= of_lead <= 6
        tokens = sum(len(text) for text in model.texts[first:]) / CHARACTERS_PER_TOKEN
        say(f"from wake to done: {of_lead + of_ada} calls of the model in {len(woken())} turns, {tokens:,.0f} tokens")
        look_at_what_a_turn_costs(operator, board, bob)
        look_at_a_beat(gateway, operator, bob, lambda: calls_of(model, bob))
        leave(operator, known, bob)


def leave(operator: httpx.Client, known: Json, agent: Json) -> None:
    ok(operator.delete(f"/api/v1/agents/{agent['id']}"))
    gone = agent["setup"]["runtime_id"]
    assert wait_until(lambda: gone not in {it["runtime_id"] for it in there(operator, known)}, timeout=240)


def the_approval(operator: httpx.Client, board: Json) -> Json:
    """The one that waits on a board, once there is one."""
    found: list[Json] = []

    def waits() -> bool:
        found[:] = ok(operator.get(f"/api/v1/boards/{board['id']}/approvals", params={"status": "pending"}))["items"]
        return bool(found)

    assert wait_until(waits, timeout=240, interval=0.5), there(operator, {"id": board["gateway_id"]})
    (approval,) = found
    return approval


def look_at_what_a_turn_costs(operator: httpx.Client, board: Json, worker: Json) -> None:
    """Of both calls of the model, at the prices in the gateway's configuration."""
    task = make_task(operator, board, "Draw the back", assigned_agent_id=worker["id"])
    where = f"/api/v1/boards/{board['id']}/tasks/{task['id']}/runs"

    def spent() -> list[Any]:
        told = [run for run in ok(operator.get(where))["items"] if run["kind"] == "turn"]
        return [(it["outcome"], it["input_tokens"], it["output_tokens"], it["cost_usd"]) for it in told]

    price = pytest.approx(2 * (100 * 1 + 10 * 2) / 1_000_000)
    assert wait_until(lambda: spent() == [("done", 200, 20, price)], timeout=240, interval=1), spent()


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


def test_an_agent_that_a_team_has_made_is_adopted_works_and_is_left_as_it_was(
    gateway: RealGateway, server: ServerProcess
) -> None:
    theirs = {"AGENTS.md": "# Research\r\n\nFind sources", "SOUL.md": "Curious.\n", "USER.md": "A team.\n"}

    def state() -> tuple[Json, Json]:
        """Its files, and its entry in the configuration."""
        reading = [("agents.files.get", {"agentId": "research", "name": name}) for name in theirs]
        *files, config = run(asked(gateway, *reading, ("config.get", {})))
        entry = config["parsed"]["agents"]["entries"]["research"]
        return {it["file"]["name"]: it["file"]["content"] for it in files}, entry

    run(asked(gateway, ("agents.create", {"name": "research", "workspace": "~/research"})))

    writing = [("agents.files.set", {"agentId": "research", "name": it, "content": theirs[it]}) for it in theirs]

    def written() -> bool:
        # The gateway answers before it has loaded its new agent.
        with suppress(NotThere):
            run(asked(gateway, *writing))
            return True
        return False

    assert wait_until(written, timeout=120, interval=0.5)
    before = state()
    assert before[0] == theirs
    with server.as_operator() as operator:
        known = added(operator, gateway)
        board = make_board(operator, gateway_id=known["id"])
        at = f"/api/v1/gateways/{known['id']}/discovered-agents"
        found = {it["runtime_id"]: it for it in ok(operator.get(at))["agents"]}
        assert {name: found[name]["standing"] for name in ("main", "research")} == {"main": "free", "research": "free"}
        agent = ok(operator.post(f"{at}/research/adopt", json={"board_id": board["id"]}))
        wait_for_rest(operator, known)
        files, entry = state()
        assert files.pop("AGENTS.md").startswith(theirs["AGENTS.md"] + f"\n<!-- mission-control:begin mc-{agent['id']}")
        assert (files, entry) == ({name: theirs[name] for name in files}, before[1])
        task = make_task(operator, board, "Find the first one")
        where = f"/api/v1/boards/{board['id']}/tasks/{task['id']}"
        assert wait_until(lambda: ok(operator.get(where))["status"] == "in_progress", timeout=240, interval=0.5), seen(
            operator, agent
        )
        ok(operator.patch(f"/api/v1/agents/{agent['id']}", json={"heartbeat_config": {"every": "6h"}}))
        assert wait_until(lambda: state()[1].get("heartbeat", {}).get("every") == "360m", timeout=120, interval=2), (
            seen(operator, agent)
        )
        ok(operator.delete(f"/api/v1/agents/{agent['id']}"))
        assert wait_until(
            lambda: "research" not in {it["runtime_id"] for it in there(operator, known)}, timeout=240, interval=0.5
        )
    assert state() == before


def test_an_idle_fleet_calls_no_model_whatever_is_restarted(
    gateway: RealGateway, model: ScriptedModel, server: ServerProcess
) -> None:
    """As long as `IDLE_SECONDS` says; with `IDLE_AGENTS` the fleet is at least as large (`make idle`)."""
    with server.as_operator() as operator:
        known = added(operator, gateway)
        hire_up_to(int(os.environ.get("IDLE_AGENTS", "0")), operator, known)
        wait_for_rest(operator, known)
        assert wait_until(lambda: is_at_rest(operator, known), timeout=300, interval=0.5)
        turns, agents = len(model.calls), len(there(operator, known))
        begun = time.monotonic()
        server.kill()
        server.start()
        wait_for_rest(operator, known)
        server.restart()
        time.sleep(IDLE_SECONDS)
        wait_for_rest(operator, known)
        assert model.calls[turns:] == []
        say(
            f"{agents} agents idle for {time.monotonic() - begun:.0f} s, the server restarted twice: no call of a model"
        )


def hire_up_to(wanted: int, operator: httpx.Client, known: Json) -> None:
    """A few at a time: the first turns of many at once are more than a small machine bears."""
    board = None
    for number in range(len(there(operator, known)), wanted):
        board = board or make_board(operator, gateway_id=known["id"], name="Idle")
        hire(operator, board, f"Idle {number}")
        if number % 4 == 0:
            wait_for_rest(operator, known)
