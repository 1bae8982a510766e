"""The rules of a board, through the API: the refusal of each, and the same reason in `explain`."""

import pytest

from tests.support.people import People
from tests.support.server import ServerProcess
from tests.support.world import as_agent, code_of, make_agent, ok
from tests.tasks.crew import crew_of, reason_of


def test_w25_done_needs_an_approval_where_the_board_says_so(server: ServerProcess) -> None:
    with crew_of(server, require_approval_for_done=True) as crew:
        task = crew.held_by_ava()
        for client, what_helps in ((crew.operator, "settings"), (crew.ava, "/approvals")):
            reply = crew.patch(client, task, status="done")
            assert code_of(reply) == (409, "approval_required_for_done")
            assert reply.json()["detail"]["blocked_by_task_ids"] == []
            assert what_helps in reply.json()["detail"]["message"]
            assert reason_of(crew.explain(client, task), "done") == "approval_required_for_done"
        assert crew.change(crew.operator, task, title="Still mine")["status"] == "in_progress"


def test_an_approval_of_an_earlier_round_does_not_count_where_the_board_says_so(server: ServerProcess) -> None:
    with crew_of(server, require_approval_for_done=True, require_approval_after_review=True) as crew:
        task = crew.bring_to("review")

        def approved() -> str:
            wish = {"action_type": "publish", "confidence": 60, "task_id": task["id"], "lead_reasoning": "Because."}
            made = ok(crew.operator.post(f"/api/v1/boards/{crew.board['id']}/approvals", json=wish))
            at = f"/api/v1/boards/{crew.board['id']}/approvals/{made['id']}"
            ok(crew.operator.patch(at, json={"status": "approved"}))
            return at

        approved()
        assert reason_of(crew.explain(crew.operator, task), "done") is None
        for status in ("inbox", "in_progress", "review"):
            crew.change(crew.operator, task, status=status)
            assert code_of(crew.patch(crew.operator, task, status="done")) == (409, "approval_older_than_review")
        assert reason_of(crew.explain(crew.lead, task), "done") == "approval_older_than_review"
        ok(crew.operator.post(f"{approved()}/undo"))
        assert reason_of(crew.explain(crew.operator, task), "done") == "approval_older_than_review"
        ok(crew.operator.patch(f"/api/v1/boards/{crew.board['id']}", json={"require_approval_after_review": False}))
        assert crew.change(crew.operator, task, status="done")["status"] == "done"


def test_a_task_is_not_made_done_past_the_rules(server: ServerProcess) -> None:
    with crew_of(server, require_approval_for_done=True) as crew:
        for client in (crew.operator, crew.lead):
            reply = client.post(crew.url(client), json={"title": "Done already", "status": "done"})
            assert code_of(reply) == (409, "approval_required_for_done")


@pytest.mark.parametrize("source", ["inbox", "in_progress", "review"])
def test_w24_done_needs_a_review_where_the_board_says_so(server: ServerProcess, source: str) -> None:
    with crew_of(server, require_review_before_done=True) as crew:
        task = crew.bring_to(source)
        explained = reason_of(crew.explain(crew.operator, task), "done")
        reply = crew.patch(crew.operator, task, status="done")
        if source == "review":
            assert (reply.status_code, explained) == (200, None)
        else:
            assert code_of(reply) == (409, "review_required_for_done")
            assert explained == "review_required_for_done"


def test_w26_review_needs_a_comment_where_the_board_says_so(server: ServerProcess) -> None:
    with crew_of(server, comment_required_for_review=True) as crew:
        task = crew.held_by_ava()
        refused = crew.patch(crew.ava, task, status="review", comment="  ")
        assert code_of(refused) == (422, "comment_required_for_review")
        assert isinstance(refused.json()["detail"], str)
        assert reason_of(crew.explain(crew.operator, task), "review") == "comment_required_for_review"
        handed_in = crew.change(crew.ava, task, status="review", comment="Cut and planed")
        assert (handed_in["status"], handed_in["comments_count"]) == ("review", 1)


def test_w26_a_comment_of_the_worker_since_the_work_began_is_enough(server: ServerProcess) -> None:
    with crew_of(server, comment_required_for_review=True) as crew:
        task = crew.held_by_ava()
        crew.say(crew.ben, task, "Somebody else's words")
        crew.say(crew.operator, task, "A person's words")
        assert code_of(crew.patch(crew.ava, task, status="review")) == (422, "comment_required_for_review")
        crew.say(crew.ava, task, "Cut and planed")
        assert reason_of(crew.explain(crew.ava, task), "review") is None
        assert crew.change(crew.ava, task, status="review")["status"] == "review"


def test_w26_a_comment_from_before_the_work_is_not_enough(server: ServerProcess) -> None:
    with crew_of(server, comment_required_for_review=True) as crew:
        task = crew.task()
        crew.say(crew.ava, task, "I could do that")
        crew.claim(crew.ava, task)
        assert code_of(crew.patch(crew.ava, task, status="review")) == (422, "comment_required_for_review")


def test_w27_only_the_lead_of_the_agents_moves_tasks_where_the_board_says_so(
    server: ServerProcess, module_database: str
) -> None:
    with crew_of(server, only_lead_can_change_status=True) as crew:
        task = crew.task()
        main = make_agent(crew.operator, crew.board)
        People(module_database).put_on_gateway(crew.board, main)
        with as_agent(server, main) as gateway_main:
            refused = crew.patch(gateway_main, task, status="in_progress")
            assert code_of(refused) == (403, "only_lead_can_change_status")
        assert code_of(crew.patch(crew.ava, task, status="in_progress")) == (403, "only_lead_can_change_status")
        assert code_of(crew.claim(crew.ava, task)) == (403, "only_lead_can_change_status")
        explained = crew.explain(crew.ava, task)
        assert {reason_of(explained, to) for to in ("in_progress", "review", "done")} == {"only_lead_can_change_status"}
        assert crew.change(crew.ava, task, comment="Mine?")["comments_count"] == 1
        started = crew.change(crew.lead, task, status="in_progress", assigned_agent_id=crew.ava_agent.id)
        assert started["lease"]["agent_id"] == crew.ava_agent.id
        assert crew.change(crew.operator, task, status="review")["status"] == "review"


def test_a_refused_change_leaves_nothing_behind(server: ServerProcess) -> None:
    with crew_of(server, require_approval_for_done=True) as crew:
        task, other = crew.task(), crew.bring_to("in_progress")
        reply = crew.patch(crew.operator, other, status="done", title="New", comment="Words", depends_on_task_ids=[])
        assert reply.status_code == 409
        assert crew.read(other) == other
        assert crew.read(task) == task


def test_what_explain_allows_is_allowed_and_what_it_greys_out_is_refused_with_its_code(server: ServerProcess) -> None:
    rules = {"require_approval_for_done": True, "comment_required_for_review": True}
    with crew_of(server, **rules) as crew:
        for source in ("inbox", "in_progress", "review"):
            for client in (crew.operator, crew.ava, crew.lead):
                for to in ("inbox", "in_progress", "review", "done"):
                    if to == source:
                        continue
                    task = crew.task()
                    if source != "inbox":
                        crew.change(crew.operator, task, status=source, comment="Words")
                    if source == "review":
                        crew.change(crew.operator, task, assigned_agent_id=None)
                    explained = reason_of(crew.explain(client, task), to)
                    # A lead is asked about the move as it makes it: for somebody.
                    starts = client is crew.lead and to == "in_progress"
                    named = {"assigned_agent_id": crew.ben_agent.id} if starts else {}
                    reply = crew.patch(client, task, status=to, **named)
                    found = None if reply.status_code == 200 else code_of(reply)[1]
                    assert found == explained, (source, to, str(client.headers))
