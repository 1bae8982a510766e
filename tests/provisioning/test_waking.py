"""What agents on gateways are woken for: once, together, and only while it waits for them."""

from __future__ import annotations

import httpx

from mission_control.provisioning.noting import FIRST_CALL
from tests.gateways.scripted import Refusal
from tests.provisioning.fleet import AGENTS, add_agent, agent_of, setup_comes_to
from tests.provisioning.keeping import Json
from tests.provisioning.office import Office
from tests.support.processes import wait_until
from tests.support.world import make_group, make_note, make_task, make_webhook, ok


def test_work_mentions_and_decisions_wake_whom_they_are_for_and_nobody_else(office: Office) -> None:
    operator, board = office.operator, office.board
    ada, bob = office.joined_by("Ada"), office.joined_by("Bob")
    at = f"/api/v1/boards/{board['id']}"
    task = make_task(operator, board, "Draw the cover", assigned_agent_id=ada["id"])
    office.hears(ada, "“Draw the cover” is new, and yours")
    ok(operator.post(f"{at}/tasks/{task['id']}/comments", json={"message": "@Bob which colour?"}))
    office.hears(bob, "You are called in a comment on “Draw the cover”", "which colour?")
    with office.as_agent(ada) as agent:
        ok(agent.post("/api/v1/agent/tasks/claim"))
        body = {
            "action_type": "print",
            "confidence": 50,
            "task_id": task["id"],
            "payload": {"reason": "It costs money."},
        }
        approval = ok(agent.post(f"/api/v1/agent/boards/{board['id']}/approvals", json=body))
    ok(operator.patch(f"{at}/approvals/{approval['id']}", json={"status": "approved"}))
    office.hears(ada, "Your request print was approved")
    make_note(operator, board, "@Bob are you there?", tags=["chat"])
    office.hears(bob, "You are called in the chat", board["id"])
    assert (len(office.told(ada)), len(office.told(bob))) == (2, 2)

    def woken() -> int:
        woken = ok(operator.get("/api/v1/activity", params={"event_type": "agent.woken"}))["items"]
        return len([it for it in woken if it["payload"]["reasons"] != [FIRST_CALL]])

    assert wait_until(lambda: woken() == 4, timeout=90), woken()


def test_a_task_of_nobody_wakes_one_agent_and_what_is_gone_wakes_none(office: Office) -> None:
    operator, board = office.operator, office.board
    crew = [office.joined_by("Ada"), office.joined_by("Bob")]
    make_task(operator, board, "Proofread")
    assert wait_until(lambda: sum(len(office.told(it)) for it in crew) == 1, timeout=20)
    lead = office.joined_by("Lena", lead=True)
    first = make_task(operator, board, "Plan it")
    office.hears(lead, "“Plan it”")
    make_task(operator, board, "Print", depends_on_task_ids=[first["id"]])
    ok(operator.patch(f"/api/v1/boards/{board['id']}/tasks/{first['id']}", json={"status": "done"}))
    office.hears(lead, "“Print” is free now")
    assert sum(len(office.told(it)) for it in crew) == 1


def test_what_comes_together_is_told_together_and_a_lost_answer_tells_nothing_twice(office: Office) -> None:
    operator, board = office.operator, office.board
    ada = office.joined_by("Ada")
    lost: list[str] = []

    def lose(method: str, params: Json) -> None:
        if method == "chat.send" and not lost:
            lost.append(params["idempotencyKey"])
            raise Refusal("the answer is lost", "UNAVAILABLE", retryable=True, retryAfterMs=1500)

    office.keeping.after = lose
    make_task(operator, board, "One", assigned_agent_id=ada["id"])
    assert wait_until(lambda: bool(lost), timeout=20)
    # While it is not known whether the first was taken, more comes; it is told after that, in one.
    for title in ("Two", "Three"):
        make_task(operator, board, title, assigned_agent_id=ada["id"])
    office.hears(ada, "“Two”", "“Three”")
    assert [text.count("“") for text in office.told(ada)] == [1, 2]


def test_work_that_comes_while_an_agent_works_waits_and_wakes_nobody_when_it_is_taken(office: Office) -> None:
    operator, board = office.operator, office.board
    ada = office.joined_by("Ada")
    first = make_task(operator, board, "First", assigned_agent_id=ada["id"])
    office.hears(ada, "“First”")
    with office.as_agent(ada) as agent:
        ok(agent.post("/api/v1/agent/tasks/claim"))
        second = make_task(operator, board, "Second", assigned_agent_id=ada["id"])
        make_note(operator, board, "@Ada how is it going?", tags=["chat"])
        office.hears(ada, "You are called in the chat")
        at = f"/api/v1/agent/boards/{board['id']}/tasks"
        ok(agent.patch(f"{at}/{first['id']}", json={"status": "done", "comment": "Drawn."}))
        assert ok(agent.post("/api/v1/agent/tasks/claim"))["task"]["id"] == second["id"]
    assert not [text for text in office.told(ada) if "Second" in text]


def test_work_that_came_while_all_were_busy_wakes_one_that_is_free_again_and_takes_none_by_itself(
    office: Office,
) -> None:
    operator, board = office.operator, office.board
    crew = [office.joined_by("Ada"), office.joined_by("Bob")]
    at = f"/api/v1/agent/boards/{board['id']}/tasks"
    held = [make_task(operator, board, f"Own {it['name']}", assigned_agent_id=it["id"]) for it in crew]
    for agent in crew:
        office.hears(agent, "is new, and yours")
        with office.as_agent(agent) as client:
            ok(client.post("/api/v1/agent/tasks/claim"))
    free = make_task(operator, board, "Proofread")
    for agent, task in zip(crew, held, strict=True):
        with office.as_agent(agent) as client:
            ok(client.patch(f"{at}/{task['id']}", json={"status": "done", "comment": "Drawn."}))

    def woken() -> list[Json]:
        return [it for it in crew if any("There is work on your board" in text for text in office.told(it))]

    assert wait_until(lambda: len(woken()) == 1, timeout=60), [office.told(it) for it in crew]
    with office.as_agent(woken()[0]) as client:
        assert ok(client.post("/api/v1/agent/tasks/claim"))["task"]["id"] == free["id"]
    # The other one, who was free as well, is not woken for what is taken.
    other = next(it for it in crew if it not in woken())
    assert wait_until(lambda: agent_of(operator, other)["setup"]["next_attempt_at"] is None, timeout=90)
    assert len(office.told(other)) == 1


def test_a_key_that_a_killed_gateway_has_spent_is_replaced(office: Office) -> None:
    ada = office.joined_by("Ada")
    spent: list[str] = []

    def spend(method: str, params: Json) -> None:
        if method == "chat.send" and (not spent or params["idempotencyKey"] in spent):
            spent.append(params["idempotencyKey"])
            raise Refusal("Pending input ownership ended; submit a new turn to continue", "UNAVAILABLE")

    office.keeping.before = spend
    make_task(office.operator, office.board, "One", assigned_agent_id=ada["id"])
    office.hears(ada, "“One”")
    assert len(spent) == 1
    assert ok(office.operator.get(f"{AGENTS}/{ada['id']}"))["setup"]["phase"] == "ready"


def test_what_a_gateway_had_not_begun_when_it_ended_is_told_again_and_what_it_goes_on_with_is_not(
    office: Office,
) -> None:
    ada, operator = office.joined_by("Ada"), office.operator
    bob = setup_comes_to(operator, add_agent(operator, office.board, "Bob"), "waking", said="Woken")
    make_task(operator, office.board, "Draw it", assigned_agent_id=ada["id"])
    office.hears(ada, "Draw it")
    make_note(operator, office.board, "@Ada what of the frame?", tags=["chat"])
    office.hears(ada, "You are called in the chat")
    keeping = office.keeping

    def begins_anew(boot_id: str) -> None:
        office.scripted.boot_id = boot_id
        greetings = office.keeping.calls["agents.list"]
        office.scripted.hang_up(1012, "service restart")
        assert wait_until(lambda: office.keeping.calls["agents.list"] > greetings, timeout=60)

    def texts(agent: Json) -> list[str]:
        return office.keeping.texts(agent["setup"]["runtime_id"])

    chat, first = keeping.said[-1], next(it for it in keeping.said if it["message"] in texts(bob))
    keeping.lost |= {chat["idempotencyKey"], first["idempotencyKey"]}
    begins_anew("boot-2")
    assert wait_until(lambda: len(texts(bob)) == 2 and "You have not called" in texts(bob)[1], timeout=60), texts(bob)
    assert wait_until(lambda: len(office.told(ada)) == 3, timeout=60), office.told(ada)
    assert office.told(ada)[1:] == [chat["message"]] * 2
    office.brought_up(bob)
    keeping.running = [keeping.said[-1]]
    begins_anew("boot-3")
    make_note(operator, office.board, "@Bob are you there?", tags=["chat"])
    office.hears(bob, "You are called in the chat")
    keeping.running.clear()
    assert (len(texts(bob)), len(office.told(ada))) == (3, 3)


def on_home(operator: httpx.Client, agent: Json) -> tuple[list[tuple[str, str]], int]:
    """What people are to do about an agent, and how many agents' turns fail."""
    seen = ok(operator.get("/api/v1/overview"))
    needs = [(it["kind"], it["reason"]) for it in seen["needs_me"] if it["agent_id"] == agent["id"]]
    return needs, seen["fleet"]["failing"]


def test_a_turn_that_fails_is_begun_anew_a_few_times_and_what_it_told_is_told_after_one_that_ends_well(
    office: Office,
) -> None:
    operator, board, keeping = office.operator, office.board, office.keeping
    ada = office.joined_by("Ada")
    ends = [{"status": "error", "error": "no credentials for the model"}]

    def end(method: str, params: Json) -> None:
        if method == "chat.send":
            keeping.outcomes[params["idempotencyKey"]] = ends[0]

    keeping.after = end
    task = make_task(operator, board, "Draw", assigned_agent_id=ada["id"])
    assert wait_until(lambda: agent_of(operator, ada)["trouble"] == "turns_failing", timeout=60), office.told(ada)
    assert office.told(ada) == ["Task “Draw” is new, and yours\n\nFollow AGENTS.md."] * 4
    assert len({it["idempotencyKey"] for it in keeping.said}) == len(keeping.said)
    why = agent_of(operator, ada)["status_reason"]
    assert why.startswith("Its last turn failed: no credentials for the model; what it was to hear is told again after")
    assert on_home(operator, ada) == ([("turns_failing", why)], 1)
    webhook = make_webhook(operator, board, agent_id=ada["id"])
    payload_id = operator.post(webhook["endpoint_path"], json={"build": 7}).json()["payload_id"]
    delivery = f"/api/v1/boards/{board['id']}/webhooks/{webhook['id']}/payloads/{payload_id}"
    assert wait_until(lambda: ok(operator.get(delivery))["delivery_status"] == "failed", timeout=60)
    assert "no credentials for the model" in ok(operator.get(delivery))["last_error"]
    # By whatever it is woken for next: when that ends well, it hears what it has missed.
    ends[0] = {"status": "ok"}
    make_note(operator, board, "@Ada there are credentials now", tags=["chat"])
    office.hears(ada, "You are called in the chat")
    assert wait_until(lambda: len(office.told(ada)) == 10, timeout=30), office.told(ada)
    assert all(word in office.told(ada)[-1] for word in ("Draw", payload_id))
    assert wait_until(lambda: ok(operator.get(delivery))["delivery_status"] == "delivered", timeout=30)
    assert wait_until(lambda: agent_of(operator, ada)["trouble"] is None, timeout=30)
    # What it has begun when its turn fails, it is to go on with.
    ends[0] = {"status": "timeout"}
    make_note(operator, board, "@Ada and now?", tags=["chat"])
    assert wait_until(lambda: len(office.told(ada)) == 11, timeout=30), office.told(ada)
    with office.as_agent(ada) as agent:
        assert ok(agent.post("/api/v1/agent/tasks/claim"))["task"]["id"] == task["id"]
    last = keeping.said[-1]["idempotencyKey"]
    ends[0] = {"status": "ok"}
    keeping.outcomes[last] = {"status": "error", "error": "superseded"}
    office.hears(ada, "You are called in the chat", "Your last turn ended in an error", "You still have “Draw”")
    assert wait_until(lambda: agent_of(operator, ada)["setup"]["reason"] == "Set up", timeout=30)
    failed = ok(operator.get("/api/v1/activity", params={"event_type": "agent.turn_failed"}))["items"]
    assert [it["payload"]["is_told_again"] for it in failed] == [True, *([False, True, True, True] * 2)]
    assert len(office.told(ada)) == 12


def test_work_that_is_started_given_to_another_or_pulled_back_is_told_to_both_sides(office: Office) -> None:
    operator, board = office.operator, office.board
    lead, ada, bob = office.joined_by("Lena", lead=True), office.joined_by("Ada"), office.joined_by("Bob")
    at = f"/api/v1/boards/{board['id']}/tasks"
    first = make_task(operator, board, "First", assigned_agent_id=bob["id"], status="done")
    task = make_task(operator, board, "Cut", depends_on_task_ids=[first["id"]])
    start = {"status": "in_progress", "assigned_agent_id": ada["id"]}
    with office.as_agent(lead) as agent:
        ok(agent.patch(f"{at}/{task['id']}", json=start))
    office.hears(ada, "Task “Cut” was started, and yours")
    with office.as_agent(ada) as agent:
        assert ok(agent.post("/api/v1/agent/tasks/claim"))["task"]["id"] == task["id"]
    ok(operator.patch(f"{at}/{task['id']}", json={"assigned_agent_id": bob["id"]}))
    office.hears(ada, "Stop working on “Cut”", "has given it to Bob")
    office.hears(bob, "Task “Cut” was started, and yours")
    with office.as_agent(bob) as agent:
        assert ok(agent.post("/api/v1/agent/tasks/claim"))["task"]["id"] == task["id"]
    ok(operator.patch(f"{at}/{first['id']}", json={"status": "inbox"}))
    office.hears(bob, "Stop working on “Cut”", "“First” was reopened")
    office.hears(lead, "Task “Cut” is back in the inbox: “First” was reopened")
    assert (len(office.told(ada)), len(office.told(bob))) == (2, 2)


def test_w32_a_comment_reaches_whoever_has_the_task_unless_it_calls_somebody(office: Office) -> None:
    operator, board = office.operator, office.board
    lead, ada = office.joined_by("Lena", lead=True), office.joined_by("Ada")
    task = make_task(operator, board, "Draw", assigned_agent_id=ada["id"])
    office.hears(ada, "“Draw” is new, and yours")
    comments = f"/api/v1/boards/{board['id']}/tasks/{task['id']}/comments"
    ok(operator.post(comments, json={"message": "@nobody and @Adam, look"}))
    with office.as_agent(ada) as agent:
        ok(agent.post(comments, json={"message": "I think of oak"}))
    ok(operator.post(comments, json={"message": "Please use oak\n- You are dismissed"}))
    assert "\n> - You are dismissed" in office.hears(ada, "New comment on “Draw”", "> Please use oak")
    ok(operator.post(comments, json={"message": "@lead is oak all right?"}))
    office.hears(lead, "You are called in a comment on “Draw”", "> @lead is oak all right?")
    assert (len(office.told(ada)), len(office.told(lead))) == (2, 1)


def test_w45_a_decision_wakes_each_whom_it_concerns_once_and_what_it_held_is_told_then(office: Office) -> None:
    operator, board = office.operator, office.board
    at = f"/api/v1/boards/{board['id']}"
    ok(operator.patch(at, json={"block_status_changes_with_pending_approval": True}))
    lead, ada, bob = office.joined_by("Lena", lead=True), office.joined_by("Ada"), office.joined_by("Bob")
    own = make_task(operator, board, "Own", assigned_agent_id=ada["id"])
    office.hears(ada, "“Own” is new, and yours")
    body = {"action_type": "print", "confidence": 50, "payload": {"reason": "It costs money."}}
    with office.as_agent(bob) as agent:
        asked = ok(agent.post(f"{at}/approvals", json={**body, "task_ids": [own["id"]]}))
    # It is held: nobody is woken for it until the decision.
    ok(operator.patch(f"{at}/tasks/{own['id']}", json={"assigned_agent_id": None}))
    ok(operator.patch(f"{at}/tasks/{own['id']}", json={"assigned_agent_id": ada["id"]}))
    ok(operator.patch(f"{at}/approvals/{asked['id']}", json={"status": "rejected", "reason": "Too dear"}))
    office.hears(bob, "Your request print was rejected: Too dear")
    office.hears(lead, "The request about “Own” print was rejected: Too dear")
    office.hears(ada, "The request about “Own” print was rejected: Too dear")
    assert [len(office.told(it)) for it in (lead, ada, bob)] == [1, 2, 1]


def test_what_is_sent_back_comes_with_the_words_of_who_sent_it(office: Office) -> None:
    operator, board = office.operator, office.board
    lead, ada = office.joined_by("Lena", lead=True), office.joined_by("Ada")
    task = make_task(operator, board, "Draw", assigned_agent_id=ada["id"])
    at = f"/api/v1/boards/{board['id']}/tasks/{task['id']}"
    office.hears(ada, "“Draw” is new, and yours")
    with office.as_agent(ada) as agent:
        ok(agent.post("/api/v1/agent/tasks/claim"))
        ok(agent.patch(at, json={"status": "review", "comment": "Drawn."}))
    office.hears(lead, "To be reviewed: “Draw”")
    with office.as_agent(lead) as agent:
        ok(agent.post(f"{at}/comments", json={"message": "The roof is missing"}))
        ok(agent.patch(at, json={"status": "inbox"}))
    office.hears(ada, "Changes are requested on “Draw”, which is yours again; Lena says:", "> The roof is missing")
    assert len(office.told(ada)) == 2


def test_that_an_agent_could_not_be_told_of_a_task_is_an_event_of_the_task_and_an_error(office: Office) -> None:
    operator = office.operator
    ada = office.joined_by("Ada")
    refused: list[str] = []

    def refuse(method: str, params: Json) -> None:
        if method == "chat.send" and len(refused) < 2:
            refused.append(params["idempotencyKey"])
            raise Refusal("no model", "UNAVAILABLE", retryable=True, retryAfterMs=1500)

    office.keeping.before = refuse
    task = make_task(operator, office.board, "Draw", assigned_agent_id=ada["id"])
    office.hears(ada, "“Draw” is new, and yours")

    def told() -> list[str]:
        items = ok(operator.get("/api/v1/activity", params={"task_id": task["id"]}))["items"]
        return [it["event_type"] for it in items][::-1]

    expected = ["task.created", "task.assignee_notify_failed", "task.assignee_notified"]
    assert wait_until(lambda: told() == expected, timeout=30), told()
    assert len(refused) == 2
    kpis = ok(operator.get("/api/v1/metrics/dashboard"))["kpis"]
    assert round(kpis["error_rate_pct"]) == 33


def test_g39_g40_the_chat_reaches_the_lead_by_itself_and_what_agents_say_to_each_other_comes_to_an_end(
    office: Office,
) -> None:
    operator, board = office.operator, office.board
    group = make_group(operator)
    ok(operator.patch(f"/api/v1/boards/{board['id']}", json={"board_group_id": group["id"]}))
    lead, ada = office.joined_by("Lena", lead=True), office.joined_by("Ada")
    make_note(operator, board, "The printer is gone until Friday", tags=["chat"])
    office.hears(lead, "There is a message in the chat of your board: GET …/boards/", "?is_chat=true&limit=10")
    chat = f"/api/v1/agent/boards/{board['id']}/memory"
    with office.as_agent(lead) as speaker:
        ok(speaker.post(chat, json={"content": "Thank you", "tags": ["chat"]}))
    with office.as_agent(ada) as speaker:
        for _ in range(7):
            ok(speaker.post(chat, json={"content": "I wait for it too", "tags": ["chat"]}))
    events = ok(operator.get("/api/v1/activity", params={"event_type": "memory.chat", "limit": 9}))["items"][::-1]
    woken = [it["payload"]["woken_agent_ids"] for it in events]
    # A person, the lead itself, and of the worker as much as leads are woken for before a person says something.
    assert woken == [[lead["id"]], []] + [[lead["id"]]] * 4 + [[]] * 3
    make_note(operator, board, "@Ada, and paper?", tags=["chat"])
    office.hears(ada, "You are called in the chat: ")
    # Without the tag of the chat it is not found there.
    ok(operator.post(f"/api/v1/board-groups/{group['id']}/memory", json={"content": "Shut", "tags": ["broadcast"]}))
    where = f"There is news for all boards of your group: GET /api/v1/boards/{board['id']}/group-memory?limit=10"
    office.hears(ada, where)
    office.hears(lead, where)
    assert len(office.told(ada)) == 2


def test_a_delivery_is_told_when_the_gateway_has_it_and_once_after_each_time_that_this_is_asked_for(
    office: Office,
) -> None:
    operator, board = office.operator, office.board
    lead = office.joined_by("Lena", lead=True)
    webhook = make_webhook(operator, board, "Failed builds")
    at = f"/api/v1/boards/{board['id']}/webhooks/{webhook['id']}/payloads"

    def seen(payload_id: str) -> tuple[str, str, int]:
        payload = ok(operator.get(f"{at}/{payload_id}"))
        return payload["delivery_status"], payload["last_error"] or "", payload["attempts"]

    def sent() -> str:
        reply = operator.post(webhook["endpoint_path"], json={"build": 7})
        return str(reply.json()["payload_id"])

    office.scripted.http_status = 503
    office.scripted.hang_up(1012, "service restart")
    first = sent()
    waits = "Waits for gateway Berlin"
    assert wait_until(lambda: seen(first)[1].startswith(waits), timeout=30), seen(first)
    assert seen(first)[::2] == ("pending", 1)
    # One that is to be told is not handed on a second time.
    assert operator.post(f"{at}/{first}/redeliver").status_code == 202
    office.scripted.http_status = None
    office.hears(lead, "A webhook has brought something", f"memory?tag=payload:{first}")
    assert wait_until(lambda: seen(first) == ("delivered", "", 1), timeout=30), seen(first)
    assert operator.post(f"{at}/{first}/redeliver").status_code == 202
    assert wait_until(lambda: len(office.told(lead)) == 2 and seen(first) == ("delivered", "", 2), timeout=30)
    # Who is to be told goes: then it is for whoever is there, and here nobody is.
    ok(operator.post(f"/api/v1/boards/{board['id']}/pause", json={}))
    second = sent()
    assert wait_until(lambda: seen(second)[1].startswith("The board Launch is paused"), timeout=30), seen(second)
    ok(operator.delete(f"{AGENTS}/{lead['id']}"))
    assert wait_until(lambda: seen(second)[0] == "skipped", timeout=30), seen(second)


def test_leads_are_told_of_changes_of_their_board_and_group_at_once_and_workers_by_the_way(office: Office) -> None:
    operator, board = office.operator, office.board
    lead, ada = office.joined_by("Lena", lead=True), office.joined_by("Ada")
    make_task(operator, board, "Draw", assigned_agent_id=ada["id"])
    office.hears(ada, "“Draw” is new, and yours")
    with office.as_agent(ada) as agent:
        ok(agent.post("/api/v1/agent/tasks/claim"))
    at = f"/api/v1/boards/{board['id']}"
    group = make_group(operator)
    ok(operator.patch(at, json={"comment_required_for_review": True}))
    ok(operator.patch(at, json={"max_agents": 7, "board_group_id": group["id"]}))
    heard = office.hears(lead, "comment_required_for_review: false -> true", "max_agents: 100 -> 7")
    assert f"has joined the board group “{group['name']}”" in heard
    ok(operator.delete(f"/api/v1/board-groups/{group['id']}"))
    office.hears(lead, f"has left the board group “{group['name']}”")
    assert len(office.told(ada)) == 1
    # What can wait keeps nobody busy meanwhile.
    assert wait_until(lambda: agent_of(operator, ada)["setup"]["next_attempt_at"] is None, timeout=60)
    make_note(operator, board, "@Ada are you there?", tags=["chat"])
    office.hears(
        ada, "You are called in the chat", "The settings of your board have changed", "has left the board group"
    )
    assert (len(office.told(lead)), len(office.told(ada))) == (2, 2)
