"""What agents on a gateway tell each other and ask people: told once, answered once, and never lost."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx

from tests.provisioning.fleet import AGENTS, board_on
from tests.provisioning.keeping import Json
from tests.provisioning.office import Office
from tests.support.processes import wait_until
from tests.support.world import make_board, make_note, ok

MESSAGES = "/api/v1/agent-messages"
ASK = {"content": "Blue or green?", "correlation_id": "cover-7", "preferred_channel": "phone"}


def ask_path(board: Json) -> str:
    return f"/api/v1/agent/boards/{board['id']}/gateway/main/ask-user"


def nudge_path(board: Json, agent: Json) -> str:
    return f"/api/v1/agent/boards/{board['id']}/agents/{agent['id']}/nudge"


def listed(operator: httpx.Client, **query: Any) -> list[Json]:
    found: list[Json] = ok(operator.get(MESSAGES, params=query))["items"]
    return found


def types_of(operator: httpx.Client) -> list[str]:
    events = ok(operator.get("/api/v1/activity", params={"limit": 200}))["items"]
    return [event["event_type"] for event in events]


def refused(reply: httpx.Response) -> tuple[int, str]:
    return reply.status_code, reply.json()["code"]


def test_g31_a_lead_nudges_a_worker_once_a_minute_in_its_own_words(office: Office) -> None:
    lead, ada = office.joined_by("Lena", lead=True), office.joined_by("Ada")
    with office.as_agent(lead) as agent:
        assert ok(agent.post(nudge_path(office.board, ada), json={"message": " Look at the red one. "})) == {"ok": True}
        office.hears(ada, "Look at the red one.")
        again = agent.post(nudge_path(office.board, ada), json={"message": "And now?"})
        assert refused(again) == (429, "nudged_just_now")
        assert 0 < int(again.headers["Retry-After"]) <= 60
        assert agent.post(nudge_path(office.board, {"id": uuid4()}), json={"message": "x"}).status_code == 404
        assert agent.post(nudge_path(office.board, office.main()), json={"message": "x"}).status_code == 404
        assert agent.post(nudge_path(office.board, ada), json={"message": " "}).status_code == 422
    with office.as_agent(ada) as agent:
        assert agent.post(nudge_path(office.board, lead), json={"message": "x"}).status_code == 403
        assert agent.post(ask_path(office.board), json={"content": "x"}).status_code == 403
    told = listed(office.operator, kind="nudge")
    assert [(it["content"], it["status"], it["sender_name"], it["recipient_name"]) for it in told] == [
        ("Look at the red one.", "told", "Lena", "Ada")
    ]
    assert told[0]["delivered_at"]
    assert types_of(office.operator).count("agent.nudge.sent") == 1


def test_an_agent_that_speaks_plain_http_is_not_nudged_and_the_lead_is_told_what_to_do(office: Office) -> None:
    board = make_board(office.operator, name="Plain")
    made = [
        ok(office.operator.post(AGENTS, json={"name": name, "board_id": board["id"], "is_board_lead": name == "Lena"}))
        for name in ("Lena", "Eve")
    ]
    with office.server.as_agent(made[0]["token"]) as agent:
        reply = agent.post(nudge_path(board, made[1]), json={"message": "Hello"})
        assert refused(reply) == (422, "agent_not_reachable")
        assert "@Eve" in reply.json()["detail"]
        # People can be asked from here too: they see it, though nobody reaches them elsewhere.
        asked = ok(agent.post(ask_path(board), json={"content": "May I?"}))
        assert (asked["main_agent_id"], asked["main_agent_name"]) == (None, None)
    answer = {"answer": "You may."}
    ok(office.operator.post(f"{MESSAGES}/{asked['message_id']}/answer", json=answer))
    with office.server.as_agent(made[0]["token"]) as agent:
        notes = ok(agent.get(f"/api/v1/agent/boards/{board['id']}/memory", params={"tag": "user_reply"}))["items"]
    assert [note["content"] for note in notes] == ["You may."]


def test_people_are_asked_here_and_by_the_main_agent_and_what_they_say_wakes_the_lead(office: Office) -> None:
    operator, board = office.operator, office.board
    main, lead = office.main(), office.joined_by("Lena", lead=True)
    with office.as_agent(lead) as agent:
        asked = ok(agent.post(ask_path(board), json=ASK))
    assert (asked["ok"], asked["board_id"], asked["main_agent_id"]) == (True, board["id"], main["id"])
    heard = office.hears(main, "LEAD REQUEST: ASK USER", "Blue or green?", "cover-7", "phone", board["id"])
    assert f'"in_reply_to":"{asked["message_id"]}"' in heard
    (question,) = listed(operator, status="open")
    assert (question["kind"], question["board_name"], question["content"]) == ("ask_user", "Launch", "Blue or green?")
    answered = ok(operator.post(f"{MESSAGES}/{question['id']}/answer", json={"answer": "Green."}))
    assert (answered["status"], answered["answer"]) == ("answered", "Green.")
    office.hears(lead, "answered your question (cover-7)", "Green.", "Blue or green?")
    (note,) = ok(operator.get(f"/api/v1/boards/{board['id']}/memory", params={"tag": "user_reply"}))["items"]
    assert (note["content"], note["tags"], note["source"], note["is_chat"]) == (
        "Green.",
        ["gateway_main", "user_reply"],
        "user_via_gateway_main",
        False,
    )
    late = operator.post(f"{MESSAGES}/{question['id']}/answer", json={"answer": "Blue."})
    assert refused(late) == (409, "message_not_open")
    assert types_of(operator).count("agent_message.answered") == 1
    with office.as_agent(lead) as agent:
        other = ok(agent.post(ask_path(board), json={"content": "Which font?"}))["message_id"]
    ok(operator.post(f"{MESSAGES}/{other}/dismiss", json={"reason": "Yours to decide"}))
    office.hears(lead, "will not answer", "Yours to decide", "Which font?")
    assert refused(operator.post(f"{MESSAGES}/{other}/dismiss", json={})) == (409, "message_not_open")


def test_an_answer_by_the_main_agent_closes_the_question_that_it_names_else_the_oldest(office: Office) -> None:
    board = office.board
    main, lead = office.main(), office.joined_by("Lena", lead=True)
    at = f"/api/v1/agent/boards/{board['id']}/memory"
    with office.as_agent(lead) as agent:
        first, second = (ok(agent.post(ask_path(board), json={"content": it}))["message_id"] for it in ("One?", "Two?"))
        # A lead that writes down such a note itself answers nothing.
        ok(agent.post(at, json={"content": "I think so", "tags": ["gateway_main", "user_reply"]}))
    with office.as_agent(office.joined_by("Ada")) as agent:
        # Nor does a worker speak for people, whatever tags it gives.
        for tags in (["guess"], ["gateway_main", "user_reply"]):
            ok(agent.post(at, json={"content": "Surely", "tags": tags, "in_reply_to": second}))
            ok(agent.post(at, json={"content": "Surely", "tags": tags}))
    assert {it["id"] for it in listed(office.operator, status="open")} == {first, second}
    with office.as_agent(main) as agent:
        note = {"content": "Two: yes", "tags": ["gateway_main", "user_reply"], "in_reply_to": second}
        ok(agent.post(at, json=note))
        assert [it["id"] for it in listed(office.operator, status="open")] == [first]
        ok(agent.post(at, json={"content": "One: no", "tags": ["user_reply", "gateway_main", "phone"]}))
    office.hears(lead, "Two: yes")
    office.hears(lead, "One: no")
    assert listed(office.operator, status="open") == []
    answers = {it["id"]: it["answer"] for it in listed(office.operator, status="answered")}
    assert answers == {first: "One: no", second: "Two: yes"}
    make_note(office.operator, board, "Nothing waits for this", tags=["gateway_main", "user_reply"])


def test_g33_g34_the_main_agent_tells_leads_and_one_is_made_where_there_is_none(office: Office) -> None:
    operator, board = office.operator, office.board
    main = office.main()
    path = f"/api/v1/agent/gateway/boards/{board['id']}/lead/message"
    with office.as_agent(main) as agent:
        told = ok(agent.post(path, json={"content": "How far is it?", "correlation_id": "c1", "reply_tags": []}))
        assert (told["lead_created"], told["lead_agent_name"]) == (True, "Lead Agent")
        again = ok(agent.post(path, json={"content": "Take this over", "kind": "handoff"}))
        assert (again["lead_created"], again["lead_agent_id"]) == (False, told["lead_agent_id"])
        elsewhere = make_board(operator, name="Plain")
        other = agent.post(path.replace(board["id"], elsewhere["id"]), json={"content": "x"})
        assert other.status_code == 403
        assert agent.post(path.replace(board["id"], str(uuid4())), json={"content": "x"}).status_code == 404
        assert agent.post(path, json={"content": "x", "kind": "order"}).status_code == 422
    (question,) = listed(operator, kind="question")
    assert question["delivered_at"] is None
    assert question["waits_for"]
    lead = office.brought_up(ok(operator.get(f"{AGENTS}/{told['lead_agent_id']}")))
    office.hears(lead, "GATEWAY MAIN QUESTION", "How far is it?", "c1", "lead_reply", "GATEWAY MAIN HANDOFF")
    with office.as_agent(lead) as agent:
        assert agent.post(path, json={"content": "x"}).status_code == 403
        note = {"content": "Half way", "tags": ["gateway_main", "lead_reply"], "in_reply_to": told["message_id"]}
        ok(agent.post(f"/api/v1/agent/boards/{board['id']}/memory", json=note))
    office.hears(main, "Lead Agent answered your question (c1)", "Half way")


def test_g34_a_broadcast_reaches_every_board_of_the_gateway_and_says_which_it_does_not(office: Office) -> None:
    """A lead that cannot be reached now is told later, so what fails is a board that is not the main agent's."""
    main = office.main()
    gateway = {"id": office.board["gateway_id"]}
    second = board_on(office.operator, gateway, name="Second")
    stranger = str(uuid4())
    with office.as_agent(main) as agent:
        everyone = ok(agent.post("/api/v1/agent/gateway/leads/broadcast", json={"content": "Stop printing"}))
        assert (everyone["sent"], everyone["failed"]) == (2, 0)
        assert [it["board_id"] for it in everyone["results"]] == [second["id"], office.board["id"]]
        plain = make_board(office.operator, name="Plain")
        body = {"content": "You alone", "board_ids": [plain["id"], second["id"], stranger], "reply_tags": ["", " "]}
        some = ok(agent.post("/api/v1/agent/gateway/leads/broadcast", json=body))
    told = [(it["board_id"], it["ok"], bool(it["error"])) for it in some["results"]]
    assert told == [(plain["id"], False, True), (second["id"], True, False), (stranger, False, True)]
    assert (some["sent"], some["failed"]) == (1, 2)
    sent = [it for it in listed(office.operator, kind="question") if it["content"] in {"Stop printing", "You alone"}]
    assert sorted((it["content"], it["board_id"] == second["id"]) for it in sent) == [
        ("Stop printing", False),
        ("Stop printing", True),
        ("You alone", True),
    ]
    lead = office.brought_up(ok(office.operator.get(f"{AGENTS}/{everyone['results'][0]['lead_agent_id']}")))
    # Without tags of its own what is told names the usual ones.
    office.hears(lead, "Stop printing", '"tags":["gateway_main","lead_reply"]', "You alone")


def test_g31_what_is_said_while_the_gateway_is_away_is_told_when_it_is_back(office: Office) -> None:
    """Nobody is told of a failure for that: the nudge is kept, and says what it waits for."""
    lead, ada = office.joined_by("Lena", lead=True), office.joined_by("Ada")
    office.scripted.http_status = 503
    office.scripted.hang_up(1012, "restart")
    with office.as_agent(lead) as agent:
        ok(agent.post(nudge_path(office.board, ada), json={"message": "Come back"}))

    def reason() -> str:
        return str(listed(office.operator, kind="nudge")[0]["waits_for"])

    assert wait_until(lambda: "gateway Berlin" in reason(), timeout=90), reason()
    assert listed(office.operator, kind="nudge")[0]["delivered_at"] is None
    office.scripted.http_status = None
    office.hears(ada, "Come back")
