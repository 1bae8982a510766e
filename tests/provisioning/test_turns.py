"""What an agent works on, and since when: by what its gateway tells of its turns, and by the tasks that it holds."""

from __future__ import annotations

from tests.provisioning.fleet import agent_of
from tests.provisioning.keeping import Json
from tests.provisioning.office import Office
from tests.support.processes import wait_until
from tests.support.world import make_task, ok


def comes_to_say(office: Office, agent: Json, words: str, *, in_turn: bool | None) -> Json:
    """The agent, once its state says this; None where it works on nothing."""
    seen: Json = {}

    def says() -> bool:
        seen.update(agent_of(office.operator, agent))
        work = seen["working_on"]
        return words in seen["status_reason"] and (work and work["in_turn"]) is in_turn

    assert wait_until(says, timeout=60), seen
    return seen


SOMEBODY_SAID = "Works on what somebody said to it since 20"


def tell(office: Office, session: str, word: str, run_id: str) -> None:
    """As gateways do: of a turn's beginning one way, of its end another."""
    about = {"sessionKey": session, "runId": run_id}
    if word == "start":
        office.scripted.tell("chat", {**about, "state": "status", "phase": "preparing_context"})
    else:
        office.scripted.tell("agent", {**about, "stream": "lifecycle", "data": {"phase": word}})


def listed(office: Office, agent: Json, **asked_for: str) -> list[tuple[int, str]]:
    query = {"agent_id": agent["id"], "limit": 100, **asked_for}
    seen = ok(office.operator.get("/api/v1/activity", params=query))["items"]
    return [(it["seq"], it["event_type"]) for it in seen if it["event_type"].startswith("agent.at_")]


def told(office: Office, agent: Json) -> list[str]:
    both = listed(office, agent, event_type="agent.at_work") + listed(office, agent, event_type="agent.at_rest")
    return [event_type for _, event_type in sorted(both)]


def test_what_an_agent_works_on_is_told_by_its_turns_and_by_what_it_holds(office: Office) -> None:
    ada = office.joined_by("Ada")
    session = ada["openclaw_session_id"]
    tell(office, "agent:main:main", "start", "r-0")
    tell(office, session, "start", "r-1")
    comes_to_say(office, ada, SOMEBODY_SAID, in_turn=True)
    tell(office, session, "end", "r-1")
    comes_to_say(office, ada, "work for it wakes it", in_turn=None)

    task = make_task(office.operator, office.board, "Draw the cover", assigned_agent_id=ada["id"])
    office.hears(ada, "Draw the cover")
    tell(office, session, "start", office.keeping.said[-1]["idempotencyKey"])
    about = comes_to_say(office, ada, "Works on", in_turn=True)["working_on"]
    assert ("Draw the cover" in about["what"], about["task_id"]) == (True, None)
    with office.as_agent(ada) as agent:
        ok(agent.post("/api/v1/agent/tasks/claim"))
    held = comes_to_say(office, ada, "Works on “Draw the cover” since 20", in_turn=True)["working_on"]
    assert held["task_id"] == task["id"]
    # Its gateway goes, and does not tell how the turn ends: it is asked when it is back.
    office.scripted.hang_up(1012, "service restart")
    assert wait_until(lambda: told(office, ada)[-2:] == ["agent.at_work", "agent.at_rest"], timeout=60)
    comes_to_say(office, ada, "Has “Draw the cover” since", in_turn=False)
    office.keeping.running.append({"sessionKey": session, "idempotencyKey": "r-2"})
    office.scripted.hang_up(1012, "service restart")
    comes_to_say(office, ada, "Works on “Draw the cover”", in_turn=True)
    assert told(office, ada) == ["agent.at_work", "agent.at_rest"] * 2 + ["agent.at_work"]
    # Of the end another event tells more: it is listed only when it is asked for. Of a turn of others that is this one.
    assert {event_type for _, event_type in listed(office, ada)} == {"agent.at_work"}
    query = {"agent_id": ada["id"], "event_type": "agent.own_turn_ended"}
    assert ok(office.operator.get("/api/v1/activity", params=query))["total"] == 1


def test_no_turn_is_missed_that_begins_after_another_or_while_its_gateway_is_asked(office: Office) -> None:
    ada = office.joined_by("Ada")
    session = ada["openclaw_session_id"]
    tell(office, session, "start", "r-1")
    first = comes_to_say(office, ada, SOMEBODY_SAID, in_turn=True)["working_on"]["since"]
    tell(office, session, "end", "r-1")
    tell(office, session, "start", "r-2")

    def has_another() -> bool:
        work = agent_of(office.operator, ada)["working_on"]
        return bool(work and work["since"] > first)

    assert wait_until(has_another, timeout=60)
    tell(office, session, "end", "r-2")
    comes_to_say(office, ada, "work for it wakes it", in_turn=None)

    def begin_meanwhile(method: str, params: Json) -> None:
        if method == "sessions.list" and params.get("activeOnly") and not office.keeping.running:
            office.keeping.running.append({"sessionKey": session, "idempotencyKey": "r-3"})
            office.scripted.tell_first("chat", {"sessionKey": session, "runId": "r-3", "state": "status"})

    # The answer knows nothing of it yet.
    office.keeping.after = begin_meanwhile
    office.scripted.hang_up(1012, "service restart")
    comes_to_say(office, ada, SOMEBODY_SAID, in_turn=True)
