"""Tags: what an organization has, and what its tasks carry."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.server import ServerProcess
from tests.support.world import Json, code_of, make_board, make_task, move_to_new_organization, ok
from tests.tasks.crew import Crew, crew_of

TAGS = "/api/v1/tags"


@pytest.fixture
def operator(server: ServerProcess) -> Iterator[httpx.Client]:
    """A person in an organization without tags."""
    with server.as_operator() as client:
        move_to_new_organization(client)
        yield client


@pytest.fixture
def crew(operator: httpx.Client, server: ServerProcess) -> Iterator[Crew]:
    with crew_of(server) as made:
        yield made


def tag(operator: httpx.Client, name: str, **over: Any) -> Json:
    made: Json = ok(operator.post(TAGS, json={"name": name, **over}))
    return made


def events(operator: httpx.Client, kind: str) -> list[Json]:
    found: list[Json] = ok(operator.get("/api/v1/activity", params={"event_type": kind}))["items"]
    return found


def test_w36_a_slug_is_made_from_the_name_or_from_the_slug_that_is_given(operator: httpx.Client) -> None:
    made = tag(operator, "  Needs *Design*  ")
    assert (made["name"], made["slug"], made["color"], made["task_count"]) == (
        "Needs *Design*",
        "needs-design",
        "9e9e9e",
        0,
    )
    assert tag(operator, "Other", slug="My Slug!!")["slug"] == "my-slug"
    assert tag(operator, "日本", slug="  ")["slug"] == "tag"
    assert code_of(operator.post(TAGS, json={"name": "needs design"})) == (409, "tag_slug_taken")
    assert ok(operator.get(f"{TAGS}/{made['id']}")) == made


@pytest.mark.parametrize(("color", "stored"), [("#A1B2C3", "a1b2c3"), ("ffffff", "ffffff")])
def test_w36_a_colour_is_taken_in_every_usual_form(operator: httpx.Client, color: str, stored: str) -> None:
    assert tag(operator, "Red", color=color)["color"] == stored


@pytest.mark.parametrize(
    "body",
    [
        {"name": " "},
        {"name": "a\x00"},
        {"name": "x" * 201},
        {"name": "A", "color": ""},
        {"name": "A", "color": "red"},
        {"name": "A", "color": None},
    ],
    ids=str,
)
def test_w36_a_tag_that_makes_no_sense_is_refused(operator: httpx.Client, body: Json) -> None:
    assert operator.post(TAGS, json=body).status_code == 422


def test_w36_an_update_changes_what_it_names_and_says_so_once(operator: httpx.Client) -> None:
    made = tag(operator, "Urgent")
    url = f"{TAGS}/{made['id']}"
    for body in ({}, {"name": None}, {"color": None}, {"color": "f"}):
        assert operator.patch(url, json=body).status_code == 422
    renamed = ok(operator.patch(url, json={"name": "Today", "description": "Before tonight"}))
    assert (renamed["slug"], renamed["name"], renamed["description"]) == ("urgent", "Today", "Before tonight")
    assert renamed["updated_at"] > made["updated_at"]
    assert ok(operator.patch(url, json={"slug": None}))["slug"] == "today"
    tag(operator, "Taken")
    assert code_of(operator.patch(url, json={"slug": "TAKEN"})) == (409, "tag_slug_taken")
    told = events(operator, "tag.updated")
    assert [event["message"] for event in told] == ["Tag Today: slug changed", "Tag Urgent: description, name changed"]
    assert told[1]["payload"]["before"] == {"name": "Urgent", "description": None}


def test_tags_are_listed_by_name_in_pages(operator: httpx.Client) -> None:
    for name in ("beta", "Alpha", "gamma"):
        tag(operator, name)
    page = ok(operator.get(TAGS, params={"limit": 2}))
    assert ([item["name"] for item in page["items"]], page["total"]) == (["Alpha", "beta"], 3)


def test_a_tag_of_another_organization_is_none(operator: httpx.Client) -> None:
    foreign = tag(operator, "Theirs")
    move_to_new_organization(operator)
    url = f"{TAGS}/{foreign['id']}"
    replies = [operator.get(url), operator.patch(url, json={"name": "Mine"}), operator.delete(url)]
    assert [code_of(reply) for reply in replies] == [(404, "not_found")] * 3
    board = make_board(operator)
    reply = operator.post(f"/api/v1/boards/{board['id']}/tasks", json={"title": "T", "tag_ids": [foreign["id"]]})
    assert code_of(reply) == (404, "unknown_tags")
    assert reply.json()["detail"]["missing_tag_ids"] == [foreign["id"]]


def test_tags_whose_names_leave_nothing_for_a_slug_are_numbered(operator: httpx.Client) -> None:
    move_to_new_organization(operator)
    with_it = tag(operator, "Tags", slug="tag-2")
    first, second, third = tag(operator, "設計"), tag(operator, "Дизайн"), tag(operator, "意匠", slug="設計")
    assert [made["slug"] for made in (first, second, third)] == ["tag", "tag-3", "tag-4"]
    twice = operator.post(TAGS, json={"name": "設計"})
    assert (code_of(twice), twice.json()["detail"]) == ((409, "tag_slug_taken"), "there is a tag called “設計” already")
    for name, taken_by in (("Tag", "設計"), ("Tag 3", "Дизайн")):
        taken = operator.post(TAGS, json={"name": name})
        assert code_of(taken) == (409, "tag_slug_taken")
        assert f"the tag “{taken_by}” has the slug" in taken.json()["detail"]
    ok(operator.delete(f"{TAGS}/{with_it['id']}"))
    assert ok(operator.patch(f"{TAGS}/{third['id']}", json={"slug": None}))["slug"] == "tag-2"
    assert ok(operator.patch(f"{TAGS}/{first['id']}", json={"slug": ""}))["slug"] == "tag"


def test_of_those_who_want_a_slug_at_once_one_gets_it(operator: httpx.Client) -> None:
    with ThreadPoolExecutor(6) as pool:
        replies = list(
            pool.map(lambda n: operator.post(TAGS, json={"name": "Same", "color": "#00000" + str(n)}), range(6))
        )
    assert sorted(reply.status_code for reply in replies) == [200] + [409] * 5
    assert {code_of(reply)[1] for reply in replies if reply.status_code == 409} == {"tag_slug_taken"}


# --- on tasks


def test_a_task_carries_its_tags_in_the_order_they_were_given(crew: Crew) -> None:
    a, b, c = (tag(crew.operator, name) for name in "ABC")
    task = crew.task(tag_ids=[c["id"], a["id"], c["id"]])
    assert task["tag_ids"] == [c["id"], a["id"]]
    assert task["tags"][0] == {name: c[name] for name in ("id", "name", "slug", "color")}
    changed = crew.change(crew.lead, task, tag_ids=[b["id"], a["id"]])
    assert changed["tag_ids"] == [b["id"], a["id"]]
    assert crew.change(crew.operator, task, tag_ids=None)["tag_ids"] == changed["tag_ids"]
    assert crew.read(task)["tags"] == changed["tags"]
    board = ok(crew.operator.get(f"/api/v1/boards/{crew.board['id']}/snapshot"))
    assert board["tasks"][0]["tags"] == changed["tags"]
    assert {one["name"]: one["task_count"] for one in ok(crew.operator.get(TAGS))["items"]} == {"A": 1, "B": 1, "C": 0}
    assert ok(crew.operator.patch(f"{TAGS}/{a['id']}", json={"color": "#000000"}))["task_count"] == 1
    told = [event for event in crew.events(task) if event["event_type"] == "task.updated"]
    assert [event["payload"]["after"] for event in told] == [{"tags": ["B", "A"]}]
    assert told[0]["message"] == "Write it: tags changed"
    assert crew.change(crew.operator, task, tag_ids=[])["tags"] == []


def test_tags_change_with_a_move_in_one_event(crew: Crew) -> None:
    made = tag(crew.operator, "Checked")
    task = crew.task()
    crew.change(crew.operator, task, status="done", tag_ids=[made["id"]])
    told = crew.events(task)
    assert [event["event_type"] for event in told] == ["task.created", "task.status_changed"]
    assert told[1]["payload"]["changes"]["tags"] == [[], ["Checked"]]


def test_unknown_tags_are_named_and_nothing_changes(crew: Crew) -> None:
    known, unknown = tag(crew.operator, "Known")["id"], str(uuid4())
    task = crew.task()
    reply = crew.patch(crew.operator, task, tag_ids=[known, unknown], title="Other")
    assert code_of(reply) == (404, "unknown_tags")
    assert reply.json()["detail"]["missing_tag_ids"] == [unknown]
    assert crew.read(task) == task
    assert code_of(crew.patch(crew.ava, task, tag_ids=[known])) == (403, "task_update_field_forbidden")


def test_a_list_is_narrowed_by_tag_for_people_and_agents(crew: Crew) -> None:
    made = tag(crew.operator, "Docs")
    task = crew.task("Tagged", tag_ids=[made["id"]])
    crew.task("Plain")
    for client in (crew.operator, crew.ava):
        page = ok(client.get(crew.url(client), params={"tag_id": made["id"]}))
        assert ([item["id"] for item in page["items"]], page["total"]) == ([task["id"]], 1)
        assert ok(client.get(crew.url(client), params={"tag_id": str(uuid4())}))["items"] == []


def test_agents_find_the_tags_of_their_board(crew: Crew) -> None:
    made = [tag(crew.operator, name) for name in ("beta", "Alpha")]
    url = f"/api/v1/agent/boards/{crew.board['id']}/tags"
    refs = [{name: one[name] for name in ("id", "name", "slug", "color")} for one in reversed(made)]
    assert ok(crew.ava.get(url)) == refs
    assert crew.ava.get(TAGS).status_code == 401
    assert crew.ava.get(f"/api/v1/agent/boards/{uuid4()}/tags").status_code == 404


def test_a_deleted_tag_is_gone_from_its_tasks_and_one_event_says_so(crew: Crew) -> None:
    made = tag(crew.operator, "Old")
    tasks = [make_task(crew.operator, crew.board, f"T{number}", tag_ids=[made["id"]]) for number in range(3)]
    assert ok(crew.operator.delete(f"{TAGS}/{made['id']}")) == {"ok": True}
    assert crew.operator.delete(f"{TAGS}/{made['id']}").status_code == 404
    assert [crew.read(task)["tags"] for task in tasks] == [[], [], []]
    told = events(crew.operator, "tag.deleted")
    assert [(event["message"], event["payload"]["tag_id"]) for event in told] == [("Tag Old was deleted", made["id"])]
