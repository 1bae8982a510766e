"""An interview: from the first question to a board with a goal and a lead."""

from __future__ import annotations

import json
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import httpx
from sqlalchemy import select

from mission_control.onboarding.models import BoardOnboarding
from mission_control.provisioning.noting import FIRST_CALL
from tests.onboarding.asked import ANSWER, DRAFT, QUESTION, REQUEST, Room, interview_of, main_agent, waits_with
from tests.provisioning.fleet import AGENTS, add_agent, add_gateway, setup_comes_to, token_of
from tests.provisioning.keeping import AgentKeeping
from tests.support.people import People
from tests.support.processes import clean_environment
from tests.support.world import Json, code_of, make_board, ok

SHELL = re.compile(r"^```bash\n(.*?)^```", re.MULTILINE | re.DOTALL)
CHARACTERS_PER_TOKEN = 3.2
"""See tests/provisioning/test_workspace.py."""
MOST_TOKENS = 600
GOAL = {"board_type": "goal", "objective": "A printed book", "success_metrics": {"copies": "500"}}


def test_g35_g36_an_interview_goes_from_the_first_question_to_a_draft_that_is_edited(room: Room) -> None:
    operator, board = room.operator, room.board
    room.ready()
    started = room.start()
    assert (started["status"], started["waits_for"], started["draft_goal"]) == ("active", "agent", None)
    told = room.is_told(REQUEST, f"Board “Launch” ({board['id']}), interview {started['id']}", "The launch of the book")
    assert [it["hidden"] for it in started["messages"]] == [True]
    assert started["messages"][0]["content"] in told
    assert waits_with(operator, board, "was told on", "has not answered yet")["told_at"]

    asked = ok(room.says(QUESTION, started))
    (needed,) = [it for it in ok(operator.get("/api/v1/overview"))["needs_me"] if it["kind"] == "interview"]
    assert (needed["board_name"], needed["reason"]) == ("Launch", "A question waits for an answer")
    assert (asked["waits_for"], json.loads(asked["messages"][-1]["content"])) == ("person", QUESTION)
    answered = ok(room.answer("Other (I'll type it)", other_text="A cook book"))
    assert answered["messages"][-1]["content"] == "Other (I'll type it): A cook book"
    assert "hidden" not in answered["messages"][-1]
    room.is_told(ANSWER, board["id"], started["id"], "A cook book")
    drafted = ok(room.says(DRAFT))
    assert (drafted["status"], drafted["waits_for"]) == ("completed", "person")
    assert drafted["draft_goal"]["target_date"] == "2030-12-31T00:00:00Z"
    assert drafted["draft_goal"]["lead_agent"]["verbosity"] is None
    # Opened again, it is the same: neither the draft nor a turn of the agent is spent.
    assert room.start()["id"] == started["id"]

    lead = {"name": "Lena", "identity_profile": {"role": "Editor"}, "autonomy_level": "autonomous"}
    edited = ok(operator.patch(room.at, json={"objective": "A cook book in print", "lead_agent": lead}))
    assert edited["draft_goal"]["success_metrics"] == {"copies": "500"}
    stale = operator.patch(room.at, json={"objective": "Late"}, headers={"If-Match": f'"{drafted["version"]}"'})
    assert code_of(stale) == (412, "stale_version")
    ok(room.answer("Additional context", other_text="In Norwegian"))
    room.is_told(ANSWER, "In Norwegian", '"objective":"A cook book in print"')
    types = [it["event_type"] for it in ok(operator.get("/api/v1/activity", params={"limit": 200}))["items"]]
    assert {it: types.count(it) for it in types if it.startswith("onboarding.")} == {
        "onboarding.started": 1,
        "onboarding.question": 1,
        "onboarding.answered": 2,
        "onboarding.drafted": 1,
        "onboarding.draft_edited": 1,
    }
    # Whoever may not see the board learns nothing of it by what its agent was woken for.
    woken = ok(operator.get("/api/v1/activity", params={"event_type": "agent.woken"}))["items"]
    assert {reason for it in woken for reason in it["payload"]["reasons"]} == {FIRST_CALL, REQUEST, ANSWER}


def test_g36_g37_a_confirmed_draft_becomes_the_boards_goal_its_lead_and_what_the_profile_lacked(room: Room) -> None:
    operator, board = room.operator, room.board
    ok(operator.patch("/api/v1/users/me", json={"preferred_name": "Olga R.", "timezone": None, "notes": None}))
    started = room.start()
    lead = {"name": "Lena", "identity_profile": {"role": "Editor"}, "autonomy_level": "autonomous"}
    profile = {"preferred_name": "Olga", "timezone": "Europe/Oslo", "notes": "Reads mornings."}
    ok(operator.patch(room.at, json={"board_type": "goal", "lead_agent": lead, "user_profile": profile}))
    body = {**GOAL, "target_date": "2030-12-31T00:00:00Z"}
    shown = ok(operator.post(f"{room.at}/confirm", json=body))
    assert {name: shown[name] for name in body} == body
    assert (shown["goal_confirmed"], shown["goal_source"]) == (True, "lead_agent_onboarding")
    # It was chosen that the lead decides by itself.
    assert shown["require_approval_for_done"] is False
    ended = ok(operator.get(room.at))
    assert (ended["status"], ended["waits_for"]) == ("confirmed", None)
    me = ok(operator.get("/api/v1/users/me"))
    assert (me["preferred_name"], me["timezone"], me["notes"]) == ("Olga R.", "Europe/Oslo", "Reads mornings.")
    made = next(it for it in ok(operator.get(AGENTS))["items"] if it["is_board_lead"])
    assert (made["name"], made["identity_profile"]["autonomy_level"]) == ("Lena", "autonomous")
    setup_comes_to(operator, made, "waking", said="Woken")
    program = room.keeping.files[f"lead-{board['id']}", "AGENTS.md"]
    assert f"Goal of the board: {body['objective']}\n" in program
    assert "Reached when: copies: 500\nWanted by 2030-12-31\n" in program
    assert "Autonomy: autonomous" in room.keeping.files[f"lead-{board['id']}", "IDENTITY.md"]

    # Once more, as after a lost answer; another goal is another matter.
    assert ok(operator.post(f"{room.at}/confirm", json=body))["version"] == shown["version"]
    other = operator.post(f"{room.at}/confirm", json={"board_type": "general"})
    assert code_of(other) == (409, "onboarding_confirmed")
    assert code_of(room.answer("And?")) == (409, "onboarding_confirmed")
    assert code_of(room.says(QUESTION)) == (409, "onboarding_confirmed")
    assert room.start()["id"] != started["id"]


def test_every_call_in_what_the_agent_is_told_works_and_it_is_short(room: Room, tmp_path: Path) -> None:
    room.ready()
    room.start()
    told = room.is_told(REQUEST)
    assert len(told) / CHARACTERS_PER_TOKEN < MOST_TOKENS
    settings = SHELL.findall(room.keeping.files[f"mc-gateway-{room.gateway['id']}", "AGENTS.md"])[0]
    question, draft = SHELL.findall(told)
    assert '"waits_for"' not in run(settings, question, tmp_path), "all of the answer costs tokens"
    assert ok(room.operator.get(room.at))["waits_for"] == "person"
    ok(room.answer("A book"))
    (following,) = SHELL.findall(room.is_told(ANSWER))
    run(settings, following, tmp_path)
    run(settings, draft, tmp_path)
    assert ok(room.operator.get(room.at))["draft_goal"]["lead_agent"]["output_format"] == "mixed"
    ok(room.answer("It’s 'quoted' \"twice\""))
    (merged,) = SHELL.findall(room.is_told(ANSWER, "quoted"))
    run(settings, merged, tmp_path)
    assert ok(room.operator.get(room.at))["waits_for"] == "person"


def run(settings: str, call: str, folder: Path) -> str:
    done = subprocess.run(
        ["bash", "-c", settings + call],
        check=False,
        capture_output=True,
        text=True,
        timeout=30,
        cwd=folder,
        env=clean_environment({}),
    )
    assert (done.returncode, done.stderr) == (0, ""), f"{call}\n{done.stdout}\n{done.stderr}"
    assert done.stdout.startswith('{"id":'), f"{call}\n{done.stdout}"
    return done.stdout


def test_g36_only_the_main_agent_of_the_boards_gateway_leads_it(room: Room) -> None:
    operator, board = room.operator, room.board
    room.ready()
    room.start()
    crew = [add_agent(operator, board, "Ada"), add_agent(operator, board, "Lena", is_board_lead=True)]
    tokens = [token_of(room.keeping, setup_comes_to(operator, it, "waking", said="Woken")) for it in crew]
    elsewhere = AgentKeeping()
    with elsewhere.serve() as scripted:
        other = add_gateway(operator, scripted.url, name="Bergen")
        stranger = setup_comes_to(operator, main_agent(operator, other), "waking", said="Woken")
        tokens.append(token_of(elsewhere, stranger))
    for token in tokens:
        with room.server.as_agent(token) as agent:
            for path in (f"/api/v1/agent/boards/{board['id']}/onboarding", f"{room.at}/agent"):
                assert code_of(agent.post(path, json=QUESTION)) == (403, "forbidden")
    assert code_of(operator.post(f"{room.at}/agent", json=QUESTION))[0] == 401
    with room.as_main() as main:
        ok(main.post(f"{room.at}/agent", json=QUESTION))
        assert code_of(main.post(f"{room.at}/answer", json={"answer": "Mine"}))[0] in {401, 403}
    wrong = room.says({"question": "?", "options": []})
    assert wrong.status_code == 422
    assert {it["loc"][1] for it in wrong.json()["detail"]} == {
        "BoardOnboardingAgentComplete",
        "BoardOnboardingAgentQuestion",
    }
    assert code_of(room.says({"status": "complete", "board_type": "goal"})) == (422, "incomplete_goal")


def test_what_is_said_at_the_same_moment_is_all_kept_and_two_who_start_it_start_one(room: Room) -> None:
    room.ready()
    with ThreadPoolExecutor(8) as pool:
        started = {it["id"] for it in pool.map(lambda _: room.start(), range(8))}
        assert len(started) == 1
        said = [pool.submit(room.answer, f"Answer {number}") for number in range(6)]
        said += [pool.submit(room.says, DRAFT) for _ in range(6)]
        for reply in said:
            ok(reply.result())
    messages = ok(room.operator.get(room.at))["messages"]
    assert len(messages) == 13
    assert len({it["content"] for it in messages if it["role"] == "user"}) == 7
    for number in range(6):
        room.is_told(f"Answer {number}")
    room.is_told(REQUEST)


def test_the_first_answer_to_a_question_counts_and_the_others_are_told_so(room: Room) -> None:
    room.ready()
    room.start()
    ok(room.says(QUESTION))
    with ThreadPoolExecutor(6) as pool:
        replies = list(pool.map(lambda number: room.answer(f"Answer {number}"), range(6)))
    assert sorted(it.status_code for it in replies) == [200, *[409] * 5]
    assert {code_of(it) for it in replies if it.is_error} == {(409, "onboarding_answered")}
    assert len(ok(room.operator.get(room.at))["messages"]) == 3
    room.is_told(ANSWER)
    ok(room.says(QUESTION))
    ok(room.answer("Another"))
    assert code_of(room.answer("And one more")) == (409, "onboarding_answered")


def test_g37_what_the_agent_drafts_after_a_person_has_read_is_not_confirmed_unseen(room: Room) -> None:
    operator = room.operator
    room.ready()
    room.start()
    ok(room.says(DRAFT))
    read = operator.get(room.at)
    slack = {"name": "Ada", "autonomy_level": "autonomous", "custom_instructions": "Ask nobody"}
    ok(room.says({**DRAFT, "lead_agent": slack}))
    held = {"If-Match": read.headers["ETag"]}
    assert code_of(operator.post(f"{room.at}/confirm", json=GOAL, headers=held)) == (412, "stale_version")
    assert ok(operator.get(f"/api/v1/boards/{room.board['id']}"))["goal_confirmed"] is False
    # The level that a person sees and chooses decides, whatever else the agent wrote into the profile.
    hidden = {"name": "Ada", "autonomy_level": "ask_first", "identity_profile": {"mode": "fully autonomous"}}
    ok(room.says({**DRAFT, "lead_agent": hidden}))
    held = {"If-Match": operator.get(room.at).headers["ETag"]}
    shown = ok(operator.post(f"{room.at}/confirm", json=GOAL, headers=held))
    assert (shown["goal_confirmed"], shown["require_approval_for_done"]) == (True, True)
    # Repeated, as after a lost answer.
    assert ok(operator.post(f"{room.at}/confirm", json=GOAL, headers=held))["version"] == shown["version"]


WRONG: dict[str, Json] = {
    "lead_agent.name": {"lead_agent": {"name": "\u200b"}},
    "user_profile.preferred_name": {"user_profile": {"preferred_name": "Olga\n# Rules"}},
    "user_profile.pronouns": {"user_profile": {"pronouns": "x" * 201}},
}


REASONS = {
    "lead_agent.name": "write at least one character that is not a space",
    "user_profile.preferred_name": "write a name in one line",
    "user_profile.pronouns": "String should have at most 200 characters",
}


def test_a_draft_is_held_to_the_limits_of_what_it_fills_in(room: Room, module_database: str) -> None:
    operator, board = room.operator, room.board
    add_agent(operator, board, "Vera", is_board_lead=True)
    room.ready()
    room.start()
    ok(room.says(DRAFT))
    for field, wrong in {**WRONG, "board_type": {"board_type": "zzz"}}.items():
        said, edited = room.says({**DRAFT, **wrong}), operator.patch(room.at, json=wrong)
        assert (said.status_code, edited.status_code) == (422, 422), field
        assert f"body.BoardOnboardingAgentComplete.{field}" in places(said)
        assert places(edited) == {f"body.{field}"}
    unknown = operator.post(f"{room.at}/confirm", json={**GOAL, "board_type": "zzz"})
    assert (unknown.status_code, places(unknown)) == (422, {"body.board_type"})
    # One that was stored when less was asked of it is shown, and says what is to be corrected.
    for field, wrong in WRONG.items():
        with People(module_database).writing() as db:
            stored = db.scalars(select(BoardOnboarding).where(BoardOnboarding.board_id == UUID(board["id"]))).one()
            stored.draft_goal = {**DRAFT, **wrong}
        assert ok(operator.get(room.at))["draft_goal"]["objective"] == DRAFT["objective"]
        refused = operator.post(f"{room.at}/confirm", json=GOAL)
        assert code_of(refused) == (422, "onboarding_draft_invalid")
        assert refused.json()["detail"].startswith(f"{field}: {REASONS[field]}")
    ok(operator.patch(room.at, json={"user_profile": {"pronouns": "she"}}))
    ok(operator.post(f"{room.at}/confirm", json=GOAL))


def places(refused: httpx.Response) -> set[str]:
    """Where each problem is, of an answer that names them."""
    return {".".join(map(str, it["loc"])) for it in refused.json()["detail"]}


def test_beginning_anew_gives_up_what_was_said_and_the_agent_is_stopped_from_going_on_with_it(room: Room) -> None:
    room.ready()
    first = room.start()
    ok(room.says(DRAFT))
    second = room.start(restart=True)
    assert (second["id"] != first["id"], second["draft_goal"]) == (True, None)
    assert code_of(room.says(QUESTION, first)) == (409, "onboarding_superseded")
    assert ok(room.says(QUESTION, second))["waits_for"] == "person"
    assert code_of(room.operator.post(f"{room.at}/confirm", json=GOAL)) == (409, "onboarding_no_draft")
    # Whoever does not want to wait for the agent writes the draft by hand.
    incomplete = ok(room.operator.patch(room.at, json={"board_type": "goal", "objective": "By hand"}))
    assert incomplete["status"] == "completed"
    lacking = room.operator.post(f"{room.at}/confirm", json={"board_type": "goal", "objective": "By hand"})
    assert code_of(lacking) == (422, "incomplete_goal")
    shown = ok(room.operator.post(f"{room.at}/confirm", json={"board_type": "general", "objective": "By hand"}))
    assert (shown["objective"], shown["require_approval_for_done"]) == ("By hand", True)


def test_a_lead_that_is_there_is_renamed_only_when_a_name_was_given(room: Room) -> None:
    operator = room.operator
    lead = add_agent(operator, room.board, "Vera", is_board_lead=True, identity_profile={"emoji": ":owl:"})
    for name, called in ((None, "Vera"), ("Ada", "Ada")):
        room.start()
        ok(operator.patch(room.at, json={"lead_agent": {"name": name, "identity_profile": {"role": "Editor"}}}))
        ok(operator.post(f"{room.at}/confirm", json={"board_type": "general"}))
        present = ok(operator.get(f"{AGENTS}/{lead['id']}"))
        assert present["name"] == called
        # What the interview says of it besides counts with and without one.
        assert (present["identity_profile"]["role"], present["identity_profile"]["emoji"]) == ("Editor", ":owl:")


def test_a_board_on_no_gateway_is_told_what_to_do(room: Room) -> None:
    alone = make_board(room.operator)
    at = interview_of(alone)
    assert code_of(room.operator.get(at)) == (404, "onboarding_not_started")
    refused = room.operator.post(f"{at}/start", json={})
    assert code_of(refused) == (422, "gateway_required")
    assert "put the board on a gateway, or set its goal by hand" in refused.json()["detail"]
    for method, path, body in (("POST", "/answer", {"answer": "x"}), ("PATCH", "", {}), ("POST", "/confirm", GOAL)):
        reply = room.operator.request(method, f"{at}{path}", json=body)
        assert code_of(reply) == (404, "onboarding_not_started")
    for body in ({"answer": ""}, {"answer": "  "}, {"answer": "x" * 10_001}, {"answer": "\x00"}, {}):
        assert room.answer(text=body.get("answer", "")).status_code == 422, body
    room.start()
    ok(room.operator.patch(f"/api/v1/boards/{room.board['id']}", json={"gateway_id": None}))
    assert "on no gateway any more" in ok(room.operator.get(room.at))["waiting_reason"]
    assert code_of(room.answer("Hello?")) == (422, "gateway_required")


def test_a_profile_is_not_filled_by_a_key(room: Room) -> None:
    operator = room.operator
    ok(operator.patch("/api/v1/users/me", json={"notes": None}))
    room.start()
    ok(operator.patch(room.at, json={"board_type": "general", "user_profile": {"notes": "Of the draft"}}))
    made = ok(operator.post("/api/v1/users/me/api-keys", json={"name": "Report", "scopes": ["write"]}))
    with room.server.client(headers={"Authorization": f"Bearer {made['key']}"}) as program:
        ok(program.post(f"{room.at}/confirm", json={"board_type": "general"}))
    assert ok(operator.get("/api/v1/users/me"))["notes"] is None
