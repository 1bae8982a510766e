"""Agents that live on a gateway already become Mission Control's, and go again, and keep what is theirs."""

from __future__ import annotations

from functools import partial
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mission_control.provisioning import sections
from tests.gateways.scripted import Refusal
from tests.provisioning.fleet import (
    AGENTS,
    GATEWAYS,
    add_gateway,
    agent_of,
    board_on,
    call_in,
    setup_comes_to,
    token_of,
)
from tests.provisioning.keeping import Json
from tests.provisioning.office import Office
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import code_of, make_board, make_task, move_to_new_organization, ok

THEIRS = "# Researcher\r\n\nFind sources. Never sleep."
ENTRY = {"name": "Researcher", "workspace": "/srv/research", "model": "test/large", "tools": {"profile": "minimal"}}


def with_a_team(office: Office, runtime_id: str = "research", **over: Any) -> str:
    """An agent that somebody made on the gateway."""
    keeping = office.keeping
    keeping.entries[runtime_id] = ENTRY | over
    keeping.load()
    keeping.files |= {(runtime_id, "AGENTS.md"): THEIRS, (runtime_id, "SOUL.md"): "Curious.\n"}
    return f"{GATEWAYS}/{office.board['gateway_id']}/discovered-agents"


def discovered(office: Office, at: str) -> dict[str, Json]:
    return {agent["runtime_id"]: agent for agent in ok(office.operator.get(at))["agents"]}


def adopted(office: Office, at: str, **over: Any) -> Json:
    agent = ok(office.operator.post(f"{at}/research/adopt", json={"board_id": office.board["id"], **over}))
    return office.brought_up(agent)


def comes_to(office: Office, text: str) -> None:
    files = office.keeping.files
    assert wait_until(lambda: files["research", "AGENTS.md"] == text, timeout=30), files["research", "AGENTS.md"]


def test_an_adopted_agent_works_and_leaves_as_it_came(office: Office) -> None:
    keeping, operator = office.keeping, office.operator
    at = with_a_team(office)
    found = discovered(office, at)["research"]
    assert (found["standing"], found["name"], found["workspace"]) == ("free", "Researcher", "/srv/research")
    agent = adopted(office, at)
    assert (agent["name"], agent["adopted_as"], agent["status"]) == ("Researcher", "research", "online")
    # Nothing but the section is written, and the token stands in it alone.
    whole = keeping.files["research", "AGENTS.md"]
    assert whole.startswith(f"{THEIRS}\n<!-- mission-control:begin mc-{agent['id']} -->\n## Mission Control\n")
    assert token_of(keeping, agent) in str(sections.section_of(whole, f"mc-{agent['id']}"))
    assert {name for owner, name in keeping.files if owner == "research"} == {"AGENTS.md", "SOUL.md"}
    assert (keeping.files["research", "SOUL.md"], keeping.entries["research"]) == ("Curious.\n", ENTRY)
    assert discovered(office, at)["research"]["agent_id"] == agent["id"]
    files = ok(operator.get(f"{AGENTS}/{agent['id']}/files"))["files"]
    assert {it["name"]: it["state"] for it in files} == {"AGENTS.md": "as_wanted", "SOUL.md": "own"}
    assert files[0]["content"] == files[0]["wanted"]
    # It is woken in a session of its own, which is seen by those who see its board.
    make_task(operator, office.board, "Read all of it")
    office.hears(agent, "Read all of it", "Follow the section “Mission Control” of AGENTS.md.")
    session = f"agent:research:mc-{agent['id']}"
    assert {it["sessionKey"] for it in keeping.said if "research" in it["sessionKey"]} == {session}
    assert agent["openclaw_session_id"] == session
    with office.as_agent(agent) as itself:
        assert ok(itself.post("/api/v1/agent/tasks/claim"))["task"]["title"] == "Read all of it"
    # Others edit around the section while it changes, and inside of it.
    keeping.files["research", "AGENTS.md"] = f"Be polite.\n{whole}And brief."
    board = f"/api/v1/boards/{office.board['id']}"
    ok(operator.patch(board, json={"objective": "All sources"}))
    assert wait_until(lambda: "All sources" in keeping.files["research", "AGENTS.md"], timeout=30)
    now = keeping.files["research", "AGENTS.md"]
    assert (now.startswith(f"Be polite.\n{THEIRS}\n<!--"), now.endswith("-->\nAnd brief.")) == (True, True)
    keeping.files["research", "AGENTS.md"] = edited = now.replace("Goal of the board", "Aim of the board")
    ok(operator.patch(board, json={"objective": "Every source"}))
    assert wait_until(lambda: agent_of(operator, agent)["setup"]["conflicts"] == ["AGENTS.md"], timeout=30)
    assert keeping.files["research", "AGENTS.md"] == edited
    token = token_of(keeping, agent)
    ok(operator.delete(f"{AGENTS}/{agent['id']}"))
    comes_to(office, f"Be polite.\n{THEIRS}And brief.")
    assert call_in(office.server, token).status_code == 401
    listing = f"{GATEWAYS}/{office.board['gateway_id']}/agents"
    assert wait_until(lambda: len(ok(operator.get(listing))["agents"]) == 1, timeout=30)
    assert (keeping.calls["agents.delete"], keeping.entries["research"]) == (0, ENTRY)
    assert discovered(office, at)["research"]["standing"] == "free"


def test_what_is_asked_for_here_is_put_back_when_it_is_asked_for_no_more(office: Office) -> None:
    keeping, operator = office.keeping, office.operator
    former = {"every": "6h", "prompt": "Dream.", "activeHours": {"start": "09:00"}}
    agent = adopted(office, with_a_team(office, heartbeat=former))
    assert keeping.entries["research"]["heartbeat"] == former
    at = f"{AGENTS}/{agent['id']}"
    for soul in (
        operator.put(f"{at}/soul", json={"content": "Bored."}),
        operator.patch(at, json={"soul_template": "x"}),
    ):
        assert code_of(soul) == (409, "agent_is_adopted")

    def beats(wanted: Json) -> bool:
        return wait_until(
            lambda: {**keeping.entries["research"]["heartbeat"], "prompt": ""} == {**wanted, "prompt": ""}, timeout=30
        )

    ok(operator.patch(at, json={"heartbeat_config": {"every": "20m"}, "model": "test/small"}))
    assert beats({**former, "every": "20m", "target": "none"}), keeping.entries
    assert keeping.entries["research"]["model"] == "test/small"
    ok(operator.patch(at, json={"heartbeat_config": None}))
    assert wait_until(lambda: keeping.entries["research"]["heartbeat"] == former, timeout=30), keeping.entries
    ok(operator.patch(at, json={"heartbeat_config": {"every": "20m"}}))
    assert beats({**former, "every": "20m", "target": "none"}), keeping.entries
    # Another writes the file between our reading and our writing: it is read again.
    interfering = iter([f"{THEIRS} Ever."])

    def interfere(method: str, params: Json) -> None:
        if method == "agents.files.set" and (text := next(interfering, None)):
            keeping.files["research", "AGENTS.md"] = text

    keeping.before = interfere
    ok(operator.delete(at))
    comes_to(office, f"{THEIRS} Ever.")
    assert wait_until(lambda: keeping.entries["research"] == ENTRY | {"heartbeat": former}, timeout=30)


def test_nobody_takes_what_is_somebody_elses(office: Office, server: ServerProcess) -> None:
    keeping, operator = office.keeping, office.operator
    at, board = with_a_team(office), {"board_id": office.board["id"]}
    main = office.main()
    operator.headers["X-Organization-Id"] = ok(operator.get("/api/v1/organizations/me"))["id"]
    adopt = partial(operator.post, f"{at}/research/adopt")
    assert code_of(operator.post(f"{at}/nobody/adopt", json=board)) == (404, "agent_not_on_gateway")
    elsewhere = {"board_id": make_board(operator)["id"]}
    assert code_of(adopt(json=elsewhere)) == (409, "board_on_another_gateway")
    mains = main["setup"]["runtime_id"]
    assert code_of(operator.post(f"{at}/{mains}/adopt", json=board)) == (409, "agent_already_adopted")
    agent = adopted(office, at, name="Rita", is_board_lead=True)
    assert (agent["name"], agent["is_board_lead"]) == ("Rita", True)
    assert code_of(adopt(json={**board, "name": "Second"})) == (409, "agent_already_adopted")
    # Another organization has the same gateway, at another address.
    with server.as_operator() as other:
        move_to_new_organization(other)
        gateway = add_gateway(other, office.scripted.url.replace("127.0.0.1", "localhost"))
        theirs, away = f"{GATEWAYS}/{gateway['id']}/discovered-agents", board_on(other, gateway)
        rows = {it["runtime_id"]: it for it in ok(other.get(theirs))["agents"]}
        for runtime_id in ("research", mains):
            assert (rows[runtime_id]["standing"], rows[runtime_id]["agent_id"]) == ("taken", None)
            refused = other.post(f"{theirs}/{runtime_id}/adopt", json={"board_id": away["id"], "take_over": True})
            assert code_of(refused) == (409, "agent_taken")
            assert agent["id"] not in refused.text
        session = f"{GATEWAYS}/sessions/{agent['openclaw_session_id']}/history"
        assert other.get(session, params={"gateway_id": gateway["id"]}).status_code == 404
        # One that another installation has had is taken over only by who says so.
        left = sections.placed(THEIRS, "mc-gone", sections.framed("mc-gone", "Work there."))
        with_a_team(office, "left")
        keeping.files["left", "AGENTS.md"] = left
        one = partial(other.post, f"{theirs}/left/adopt")
        assert code_of(one(json={"board_id": away["id"]})) == (409, "agent_taken")
        taken = ok(one(json={"board_id": away["id"], "take_over": True}))
        setup_comes_to(other, taken, "waking", said="Woken")
        assert sections.owners(keeping.files["left", "AGENTS.md"]) == [f"mc-{taken['id']}"]
        ok(other.delete(f"{AGENTS}/{taken['id']}"))
        assert wait_until(lambda: keeping.files["left", "AGENTS.md"] == THEIRS, timeout=30)
    # The gateway has it no more: nobody makes it there, and it is said.
    del keeping.entries["research"]
    ok(operator.post(f"{AGENTS}/{agent['id']}/setup", json={}))
    setup_comes_to(operator, agent, "applying", said="The gateway has no agent research any more")
    assert "research" not in keeping.entries
    office.scripted.http_status = 503
    for reply in (operator.get(at), adopt(json=board)):
        assert code_of(reply) == (502, "gateway_failed")


def test_an_adopted_agent_that_follows_its_board_is_made_anew_there_and_left_where_it_was(office: Office) -> None:
    keeping, operator = office.keeping, office.operator
    # A gateway that does not tell which it is, and refuses a file once.
    keeping.before = _refusing("gateway.identity.get", Refusal("unknown method: gateway.identity.get"))
    agent = adopted(office, with_a_team(office))
    ok(operator.patch(f"/api/v1/boards/{office.board['id']}", json={"gateway_id": None}))
    comes_to(office, THEIRS)
    gone = agent_of(operator, agent)
    assert (gone["adopted_as"], gone["connection"], gone["setup"]) == (None, "direct", None)


def _refusing(method: str, refusal: Refusal) -> Any:
    def refuse(called: str, _params: Json) -> None:
        if called == method:
            raise refusal

    return refuse


@given(st.text(), st.text(alphabet=st.characters(exclude_characters="<")), st.booleans())
def test_a_section_comes_and_goes_and_leaves_no_trace(theirs: str, ours: str, twice: bool) -> None:
    whole = sections.placed(theirs, "mc-1", sections.framed("mc-1", "first"))
    whole = sections.placed(whole, "mc-1", sections.framed("mc-1", ours)) if twice else whole
    assert sections.owners(whole) == ["mc-1"]
    assert sections.without(whole, "mc-1") == theirs
