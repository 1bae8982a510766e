"""What is said about tasks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mission_control.tasks import mentions
from tests.support.server import ServerProcess
from tests.support.world import ok
from tests.tasks.crew import Crew, crew_of


def test_w31_comments_are_trimmed_and_come_oldest_first(crew: Crew) -> None:
    task = crew.task()
    said = [ok(crew.say(client, task, f" {words} ")) for client, words in ((crew.ava, "One"), (crew.operator, "Two"))]
    assert [comment["message"] for comment in said] == ["One", "Two"]
    assert [comment["agent_id"] for comment in said] == [crew.ava_agent.id, None]
    for client in (crew.operator, crew.ben):
        page = ok(client.get(crew.url(client, task, "comments")))
        assert (page["items"], page["total"]) == (said, 2)
    assert crew.read(task)["comments_count"] == 2


@pytest.mark.parametrize("message", ["", "   ", "a\x00b", "x" * 100_001, None])
def test_w31_a_comment_that_says_nothing_or_too_much_is_refused(crew: Crew, message: str | None) -> None:
    task = crew.task()
    assert crew.operator.post(crew.url(crew.operator, task, "comments"), json={"message": message}).status_code == 422
    assert crew.read(task)["comments_count"] == 0


def test_w31_a_lead_speaks_where_it_is_asked_to(crew: Crew) -> None:
    task = crew.task()
    assert crew.say(crew.lead, task, "Hurry").status_code == 403
    crew.say(crew.operator, task, "What do you think, @lead?")
    assert crew.say(crew.lead, task, "Take oak").status_code == 200


def test_a_lead_may_be_called_by_its_name(crew: Crew) -> None:
    task = crew.task()
    crew.say(crew.ava, task, "@lena, which wood?")
    assert crew.say(crew.lead, task, "Oak").status_code == 200


def test_w31_a_lead_speaks_in_review_and_on_tasks_of_its_own(crew: Crew) -> None:
    assert crew.say(crew.lead, crew.bring_to("review"), "Well done").status_code == 200
    own = ok(crew.lead.post(crew.agents_url, json={"title": "Delegated"}))
    assert crew.say(crew.lead, own, "Start with the wood").status_code == 200


@pytest.mark.parametrize("status", ["inbox", "in_progress", "review", "done"])
def test_workers_and_people_speak_whenever_they_like(crew: Crew, status: str) -> None:
    task = crew.bring_to(status, assigned_agent_id=crew.ben_agent.id)
    for client in (crew.ava, crew.operator):
        assert crew.say(client, task, "Hello").status_code == 200
    after = crew.read(task)
    assert (after["status"], after["assigned_agent_id"]) == (status, crew.ben_agent.id)


def test_a_comment_sent_with_a_change_is_one_comment(crew: Crew) -> None:
    task = crew.held_by_ava()
    crew.change(crew.ava, task, status="review", comment=" Cut and planed ")
    (comment,) = ok(crew.operator.get(crew.url(crew.operator, task, "comments")))["items"]
    assert (comment["message"], comment["agent_id"]) == ("Cut and planed", crew.ava_agent.id)


def test_an_author_who_is_gone_leaves_his_words(server: ServerProcess) -> None:
    with crew_of(server) as crew:
        task = crew.task()
        crew.say(crew.ava, task, "I was here")
        ok(crew.operator.delete(f"/api/v1/agents/{crew.ava_agent.id}"))
        (comment,) = ok(crew.operator.get(crew.url(crew.operator, task, "comments")))["items"]
    assert (comment["message"], comment["agent_id"]) == ("I was here", None)


# --- the grammar of mentions


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@Ava and @ben-2: look", {"ava", "ben-2"}),
        ("mail a@bob", {"bob"}),
        ("@1st and @ alone", set()),
        ("@" + "x" * 40, {"x" * 32}),
        ("@Äva", set()),
        ("@Jürgen", {"jürgen"}),
    ],
)
def test_g38_w32_who_is_called(text: str, called: set[str]) -> None:
    assert mentions.tokens(text) == called


@pytest.mark.parametrize(
    ("token", "name", "is_named"),
    [
        ("ava", "Ava Stone", True),
        ("stone", "Ava Stone", False),
        ("ava", "AVA", True),
        ("lead", "Lead", False),
        ("ava", "", False),
    ],
)
def test_g38_w32_whom_a_token_names(token: str, name: str, is_named: bool) -> None:
    assert mentions.names(frozenset({token}), name) is is_named


@given(st.text())
def test_tokens_are_short_lower_case_words_of_the_text(text: str) -> None:
    for token in mentions.tokens(text):
        assert token == token.lower()
        assert f"@{token[0]}" in text.lower()
