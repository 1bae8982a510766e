"""What changes about agents on gateways: files, tokens, places, and the sync of all of them."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

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
    token_of,
)
from tests.provisioning.keeping import AgentKeeping
from tests.provisioning.office import Office
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import code_of, make_board, move_to_new_organization, ok


def test_g08_g11_g29_a_change_writes_what_differs_and_nothing_when_nothing_does(server: ServerProcess) -> None:
    keeping = AgentKeeping()
    with server.as_operator() as operator, keeping.serve() as scripted:
        move_to_new_organization(operator)
        board = board_on(operator, add_gateway(operator, scripted.url))
        agent = bring_up(server, operator, keeping, add_agent(operator, board))
        token = token_of(keeping, agent)
        before = dict(keeping.calls)
        at = f"{AGENTS}/{agent['id']}"
        change = {"soul_template": "You are {{ agent_name }}, and kind.", "identity_profile": {"purpose": "y" * 30_000}}
        changed = ok(operator.patch(at, json=change))
        assert changed["setup"]["generation"] == agent["setup"]["generation"] + 1
        runtime_id = agent["setup"]["runtime_id"]
        assert wait_until(lambda: "and kind" in keeping.files[runtime_id, "SOUL.md"], timeout=20)
        setup_comes_to(operator, agent, "ready")
        assert keeping.files[runtime_id, "SOUL.md"] == "You are Ada, and kind.\n"
        assert "y" * 19_000 in keeping.files[runtime_id, "IDENTITY.md"]
        assert len(keeping.files[runtime_id, "IDENTITY.md"]) == 20_000
        assert keeping.calls["agents.files.set"] == before["agents.files.set"] + 2
        assert keeping.calls["config.patch"] == before["config.patch"]
        assert ok(operator.patch(at, json={}))["setup"]["generation"] == changed["setup"]["generation"]
        ok(operator.patch(at, params={"force": True}, json={}))
        assert wait_until(lambda: keeping.calls["config.get"] >= before["config.get"] + 2, timeout=20)
        forced = setup_comes_to(operator, agent, "ready")
        assert forced["setup"]["generation"] == changed["setup"]["generation"] + 1
        assert keeping.calls["agents.files.set"] == before["agents.files.set"] + 2
        # It was not woken for that, and its token is the same.
        assert (len(keeping.texts(runtime_id)), token_of(keeping, agent)) == (1, token)


def test_edits_on_the_gateway_stay_and_are_told_until_they_are_overwritten(server: ServerProcess) -> None:
    keeping = AgentKeeping()
    with server.as_operator() as operator, keeping.serve() as scripted:
        move_to_new_organization(operator)
        board = board_on(operator, add_gateway(operator, scripted.url))
        agent = bring_up(server, operator, keeping, add_agent(operator, board))
        runtime_id, old = agent["setup"]["runtime_id"], token_of(keeping, agent)
        for name in ("AGENTS.md", "USER.md"):
            keeping.files[runtime_id, name] += "Always whisper.\n"
        rotated = ok(operator.post(f"{AGENTS}/{agent['id']}/token"))
        assert rotated["token"] is None
        edited = setup_comes_to(
            operator, agent, "ready", said="edited on the gateway, and so left as they are: AGENTS.md"
        )
        assert edited["setup"]["conflicts"] == ["AGENTS.md"]
        # The edit is there, and so is the new token; the old one works until that is used.
        new = token_of(keeping, agent)
        assert (new != old, "Always whisper." in keeping.files[runtime_id, "AGENTS.md"]) == (True, True)
        assert call_in(server, old).is_success
        assert call_in(server, new).is_success
        assert code_of(call_in(server, old))[0] == 401
        ok(operator.post(f"{AGENTS}/{agent['id']}/setup", json={"overwrite": True, "reset_session": True}))
        assert wait_until(lambda: "whisper" not in keeping.files[runtime_id, "AGENTS.md"], timeout=20)
        assert wait_until(lambda: agent_of(operator, agent)["setup"]["conflicts"] == [], timeout=20)
        assert keeping.resets == [f"agent:{runtime_id}:main"]
        assert token_of(keeping, agent) == new
        assert call_in(server, new).is_success


def test_a_pace_brings_its_checklist_which_stays_as_others_have_made_it(server: ServerProcess) -> None:
    keeping = AgentKeeping()
    with server.as_operator() as operator, keeping.serve() as scripted:
        move_to_new_organization(operator)
        board = board_on(operator, add_gateway(operator, scripted.url))
        agent = bring_up(server, operator, keeping, add_agent(operator, board))
        runtime_id, at = agent["setup"]["runtime_id"], f"{AGENTS}/{agent['id']}"
        assert keeping.scratches == {}
        # Somebody writes at the same moment as we do: that is read, and left.
        theirs = iter(["Water the plants."])

        def interfere(method: str, _params: object) -> None:
            if method == "cron.scratch.set" and (text := next(theirs, None)):
                keeping.scratches[runtime_id] = (text, 7)

        keeping.before = interfere
        ok(operator.patch(at, json={"heartbeat_config": {"every": "20m"}}))
        told = setup_comes_to(operator, agent, "ready", said="so left as they are: heartbeat checklist")
        assert (told["setup"]["conflicts"], keeping.scratches[runtime_id][0]) == (
            ["heartbeat checklist"],
            "Water the plants.",
        )
        ok(operator.post(f"{at}/setup", json={"overwrite": True}))
        assert wait_until(lambda: "/agent/tasks/claim" in keeping.scratches[runtime_id][0], timeout=20)
        assert wait_until(lambda: agent_of(operator, agent)["setup"]["conflicts"] == [], timeout=20)
        # The pace changes, the text does not: it is not written again.
        ours = keeping.scratches[runtime_id]
        ok(operator.patch(at, json={"heartbeat_config": {"every": "1h"}}))
        assert wait_until(lambda: keeping.entries[runtime_id]["heartbeat"]["every"] == "60m", timeout=20)
        setup_comes_to(operator, agent, "ready", said="Set up")
        assert (keeping.scratches[runtime_id], set(keeping.scratches)) == (ours, {runtime_id})


def test_an_agent_that_the_gateway_has_lost_is_made_there_again(server: ServerProcess) -> None:
    keeping = AgentKeeping()
    with server.as_operator() as operator, keeping.serve() as scripted:
        move_to_new_organization(operator)
        board = board_on(operator, add_gateway(operator, scripted.url))
        agent = bring_up(server, operator, keeping, add_agent(operator, board))
        runtime_id = agent["setup"]["runtime_id"]
        del keeping.entries[runtime_id]
        keeping.files = {key: text for key, text in keeping.files.items() if key[0] != runtime_id}
        scripted.hang_up(1012, "service restart")
        assert wait_until(lambda: (runtime_id, "AGENTS.md") in keeping.files, timeout=30)
        again = setup_comes_to(operator, agent, "ready")
        assert call_in(server, token_of(keeping, again)).is_success


def test_agents_follow_their_board_to_a_gateway_and_away_from_it(server: ServerProcess) -> None:
    keeping = AgentKeeping()
    with server.as_operator() as operator, keeping.serve() as scripted:
        move_to_new_organization(operator)
        gateway = add_gateway(operator, scripted.url)
        board = make_board(operator)
        agent = add_agent(operator, board)
        assert call_in(server, agent["token"]).is_success
        at = f"/api/v1/boards/{board['id']}"
        ok(operator.patch(at, json={"gateway_id": gateway["id"]}))
        woken = setup_comes_to(operator, agent, "waking", said="Woken")
        # Until it uses what it was given, what it had works.
        assert call_in(server, agent["token"]).is_success
        assert agent_of(operator, agent)["setup"]["phase"] == "waking"
        assert call_in(server, token_of(keeping, woken)).is_success
        setup_comes_to(operator, agent, "ready")
        assert call_in(server, agent["token"]).status_code == 401
        ok(operator.patch(at, json={"gateway_id": None}))
        assert (agent_of(operator, agent)["connection"], agent_of(operator, agent)["setup"]) == ("direct", None)
        assert wait_until(lambda: f"mc-{agent['id']}" not in keeping.entries, timeout=20)


def test_a_sync_brings_all_up_to_date_and_says_who_is_not(server: ServerProcess) -> None:
    keeping = AgentKeeping()
    with server.as_operator() as operator:
        move_to_new_organization(operator)
        with keeping.serve() as scripted:
            gateway = add_gateway(operator, scripted.url)
            at = f"{GATEWAYS}/{gateway['id']}/templates/sync"
            board = board_on(operator, gateway)
            agent = bring_up(server, operator, keeping, add_agent(operator, board))
            done = ok(operator.post(at, params={"rotate_tokens": True, "reset_sessions": True}))
            assert done == {
                "gateway_id": gateway["id"],
                "include_main": True,
                "reset_sessions": True,
                "agents_updated": 1,
                "agents_skipped": 0,
                "main_updated": True,
                "errors": [],
            }
            there = ok(operator.get(f"{GATEWAYS}/{gateway['id']}/agents"))["agents"]
            assert [it["is_current"] for it in there] == [True, True]
            assert call_in(server, token_of(keeping, agent)).is_success
            only_leads = ok(operator.post(at, params={"lead_only": True, "include_main": False}))
            assert (only_leads["agents_updated"], only_leads["main_updated"]) == (0, False)
        assert wait_until(lambda: ok(operator.get(f"{GATEWAYS}/{gateway['id']}"))["status"] != "connected", timeout=20)
        late = ok(operator.post(at))
        there = ok(operator.get(f"{GATEWAYS}/{gateway['id']}/agents"))["agents"]
        assert [it["is_current"] for it in there] == [False, False]
        assert (late["agents_updated"], late["agents_skipped"], late["main_updated"]) == (0, 1, False)
        assert all(it["message"].startswith("Waits for gateway Berlin since ") for it in late["errors"])
        assert {it["agent_name"] for it in late["errors"]} == {"Ada", "Berlin Gateway Agent"}


def test_g01_g20_a_main_agent_comes_and_goes_with_its_gateway_and_stays_what_it_is(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        move_to_new_organization(operator)
        gateway = add_gateway(operator, "ws://127.0.0.1:9")
        at = f"{GATEWAYS}/{gateway['id']}"

        def mains() -> list[dict[str, str]]:
            items = ok(operator.get(AGENTS, params={"gateway_id": gateway["id"]}))["items"]
            return [it for it in items if it["is_gateway_main"]]

        main = mains()[0]
        assert main["openclaw_session_id"] == f"agent:mc-gateway-{gateway['id']}:main"
        ok(operator.patch(at, json={"name": "Paris"}))
        assert [it["name"] for it in mains()] == ["Paris Gateway Agent"]
        board = board_on(operator, gateway)
        for body in ({"board_id": board["id"]}, {"is_gateway_main": False}):
            assert code_of(operator.patch(f"{AGENTS}/{main['id']}", json=body)) == (422, "main_agent_is_fixed")
        ok(operator.delete(f"{AGENTS}/{main['id']}"))
        assert mains() == []
        ok(operator.post(f"{at}/templates/sync"))
        assert len(mains()) == 1
        ok(operator.delete(f"/api/v1/boards/{board['id']}"))
        ok(operator.delete(at))
        assert code_of(operator.get(f"{AGENTS}/{main['id']}"))[0] == 404


def test_what_is_still_to_be_removed_is_removed_before_its_gateway_is_forgotten(office: Office) -> None:
    operator, scripted = office.operator, office.scripted
    at, runtime_id = f"{GATEWAYS}/{office.board['gateway_id']}", office.joined_by("Ada")["setup"]["runtime_id"]
    ok(operator.patch(at, json={"token": "another"}))
    assert wait_until(lambda: ok(operator.get(at))["status"] == "auth_failed", timeout=60)
    ok(operator.delete(f"/api/v1/boards/{office.board['id']}"))
    assert [(it["kind"], it["name"]) for it in ok(operator.get(f"{at}/uses"))["uses"]] == [("removal", "Ada")]
    refused = operator.delete(at)
    assert (code_of(refused), "still to be removed" in refused.text) == ((409, "gateway_in_use"), True)
    ok(operator.patch(at, json={"token": scripted.token}))
    assert wait_until(lambda: runtime_id not in office.keeping.entries, timeout=60)
    assert wait_until(lambda: ok(operator.get(f"{at}/uses"))["uses"] == [], timeout=60)
    ok(operator.delete(at))


def test_what_cannot_be_removed_may_be_left(office: Office) -> None:
    operator = office.operator
    at = f"{GATEWAYS}/{office.board['gateway_id']}"
    office.joined_by("Ada")
    ok(operator.patch(at, json={"token": "another"}))
    ok(operator.delete(f"/api/v1/boards/{office.board['id']}"))
    assert code_of(operator.delete(at)) == (409, "gateway_in_use")
    ok(operator.delete(at, params={"force": True}))


def test_a_gateway_of_an_older_protocol_says_why_it_keeps_nobody(server: ServerProcess) -> None:
    with server.as_operator() as operator, AgentKeeping().serve(protocol=3) as scripted:
        move_to_new_organization(operator)
        agent = add_agent(operator, board_on(operator, add_gateway(operator, scripted.url)))
        told = setup_comes_to(operator, agent, "applying", said="speaks protocol 3")
        assert (told["trouble"], "update OpenClaw" in told["status_reason"]) == ("setup_failing", True)


def test_g05_main_agents_alone_are_told_anew_of_who_they_work_for(office: Office) -> None:
    operator, files = office.operator, office.keeping.files
    ada = office.joined_by("Ada")
    main, hers = ((it, "USER.md") for it in (f"mc-gateway-{office.board['gateway_id']}", ada["setup"]["runtime_id"]))
    assert wait_until(lambda: main in files, timeout=60)
    before = files[hers]
    files[main] = "Something that the main agent wrote"
    ok(operator.patch("/api/v1/users/me", json={"notes": f"Reads mornings {uuid4()}"}))
    notes = ok(operator.get("/api/v1/users/me"))["notes"]
    assert wait_until(lambda: notes in files[main], timeout=60)
    assert files[hers] == before
    ok(operator.patch("/api/v1/users/me", json={"notes": None}))
    assert wait_until(lambda: notes not in files[main], timeout=60)


def test_g19_a_lead_does_not_dismiss_the_main_agent(office: Office) -> None:
    lead, main = office.joined_by("Lena", lead=True), office.main()
    with office.as_agent(lead) as agent:
        at = f"/api/v1/agent/boards/{office.board['id']}/agents"
        assert agent.delete(f"{at}/{main['id']}").status_code == 403
        assert agent.delete(f"{at}/{uuid4()}").status_code == 200


def test_a_connection_lasts_while_what_is_kept_there_changes(office: Office) -> None:
    ada = office.joined_by("Ada")
    file = (ada["setup"]["runtime_id"], "SOUL.md")

    def is_there(text: str) -> bool:
        return office.keeping.files[file] == f"{text}\n"

    for soul in [f"Soul {number}" for number in range(8)]:
        ok(office.operator.put(f"{AGENTS}/{ada['id']}/soul", json={"content": soul}))
        assert wait_until(partial(is_there, soul), timeout=60)
    assert len(office.scripted.named("connect")) == 1


def test_a_model_is_set_and_taken_away_and_others_choices_stay(office: Office) -> None:
    operator, ada = office.operator, office.joined_by("Ada")
    at, runtime_id = f"{AGENTS}/{ada['id']}", ada["setup"]["runtime_id"]
    entry = office.keeping.entries[runtime_id]
    # Somebody has chosen one there: without a wish of ours it stays.
    office.keeping.entries[runtime_id] = {**entry, "model": "acme/theirs"}
    ok(operator.patch(at, json={"name": "Ida"}))
    assert wait_until(lambda: office.keeping.entries[runtime_id]["name"] == "Ida", timeout=60)
    assert office.keeping.entries[runtime_id]["model"] == "acme/theirs"
    assert ok(operator.patch(at, json={"model": " acme/large "}))["model"] == "acme/large"
    assert wait_until(lambda: office.keeping.entries[runtime_id]["model"] == "acme/large", timeout=60)
    assert setup_comes_to(operator, ada, "ready")["model"] == "acme/large"
    assert operator.patch(at, json={"model": "large"}).status_code == 422
    assert ok(operator.patch(at, json={"model": ""}))["model"] is None
    assert wait_until(lambda: "model" not in office.keeping.entries[runtime_id], timeout=60)
    lead = office.joined_by("Lena", lead=True)
    with office.as_agent(lead) as agent:
        wish = {"name": "Costly", "model": "acme/large"}
        assert code_of(agent.post("/api/v1/agent/agents", json=wish)) == (403, "forbidden")
