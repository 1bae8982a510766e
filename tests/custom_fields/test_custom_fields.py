"""Custom fields: their definitions, and what tasks have in them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from tests.support.people import People
from tests.support.server import ServerProcess
from tests.support.world import Json, code_of, make_board, move_to_new_organization, ok
from tests.tasks.crew import Crew, crew_of

FIELDS = "/api/v1/organizations/me/custom-fields"


@pytest.fixture
def crew(server: ServerProcess) -> Iterator[Crew]:
    """A crew in an organization without fields."""
    with server.as_operator() as client:
        move_to_new_organization(client)
    with crew_of(server) as made:
        yield made


def define(crew: Crew, key: str, field_type: str = "text", **over: Any) -> Json:
    body = {"field_key": key, "field_type": field_type, "board_ids": [crew.board["id"]], **over}
    made: Json = ok(crew.operator.post(FIELDS, json=body))
    return made


def refused(crew: Crew, values: Json | None) -> tuple[str, Json]:
    """Code and object of the refusal of a new task with these values."""
    reply = crew.operator.post(crew.people_url, json={"title": "T", "custom_field_values": values})
    assert reply.status_code == 422, reply.text
    return reply.json()["code"], reply.json()["detail"]


# --- definitions


def test_a_field_has_its_defaults_and_other_names_of_its_type(crew: Crew) -> None:
    made = define(crew, "  Size  ", " Text (Long) ", ui_visibility="if set", validation_regex="  ")
    assert (made["field_key"], made["label"], made["field_type"]) == ("Size", "Size", "text_long")
    assert (made["ui_visibility"], made["validation_regex"], made["required"]) == ("if_set", None, False)
    aliases = {"long_text": "text_long", "TRUE/FALSE": "boolean", "date & time": "date_time", "datetime": "date_time"}
    for alias, meant in aliases.items():
        assert define(crew, alias, alias)["field_type"] == meant
    labels = [field["label"] for field in ok(crew.operator.get(FIELDS))]
    assert labels == sorted(labels, key=str.lower)


@pytest.mark.parametrize(
    ("over", "status"),
    [
        ({"field_key": " "}, 422),
        ({"label": " "}, 422),
        ({"field_type": "money"}, 422),
        ({"ui_visibility": "sometimes"}, 422),
        ({"board_ids": []}, 422),
        ({"validation_regex": "("}, 422),
        ({"validation_regex": "(?=a)a"}, 422),
        ({"validation_regex": r"(a)\1"}, 422),
        ({"validation_regex": "a" * 1001}, 422),
        ({"validation_regex": "a+", "field_type": "integer"}, 422),
        ({"default_value": 3}, 422),
        ({"default_value": "b", "validation_regex": "a+"}, 422),
    ],
    ids=str,
)
def test_a_definition_that_makes_no_sense_is_refused(crew: Crew, over: Json, status: int) -> None:
    body = {"field_key": "k", "board_ids": [crew.board["id"]], **over}
    assert crew.operator.post(FIELDS, json=body).status_code == status
    assert ok(crew.operator.get(FIELDS)) == []


def test_boards_that_are_not_the_organizations_are_named(crew: Crew) -> None:
    nobody = str(uuid4())
    reply = crew.operator.post(FIELDS, json={"field_key": "k", "board_ids": [crew.board["id"], nobody]})
    assert code_of(reply) == (422, "unknown_field_boards")
    assert reply.json()["detail"]["invalid_board_ids"] == [nobody]
    other = make_board(crew.operator)
    wanted = sorted([crew.board["id"], other["id"]], reverse=True)
    assert define(crew, "k", board_ids=wanted)["board_ids"] == wanted
    assert ok(crew.operator.get(FIELDS))[0]["board_ids"] == sorted(wanted)


def test_w35_a_key_is_taken_once_also_by_those_who_want_it_at_once(crew: Crew) -> None:
    define(crew, "Size")
    define(crew, "size")
    body = {"field_key": "size", "board_ids": [crew.board["id"]]}
    assert code_of(crew.operator.post(FIELDS, json=body)) == (409, "field_key_taken")
    with ThreadPoolExecutor(5) as pool:
        made = list(
            pool.map(
                lambda n: crew.operator.post(FIELDS, json={**body, "field_key": "raced", "label": str(n)}), range(5)
            )
        )
    assert sorted(reply.status_code for reply in made) == [200] + [409] * 4


def test_w35_a_field_is_changed_but_not_its_key(crew: Crew) -> None:
    other = make_board(crew.operator)
    made = define(crew, "size", default_value="M")
    url = f"{FIELDS}/{made['id']}"
    refusals: list[Json] = [
        {},
        {"field_key": "k"},
        {"field_key": "size", "label": "S"},
        {"label": None},
        {"field_type": None},
        {"required": None},
        {"ui_visibility": None},
        {"board_ids": []},
        {"field_type": "integer"},
        {"validation_regex": "[a-z]"},
    ]
    for body in refusals:
        assert crew.operator.patch(url, json=body).status_code == 422, body
    changed = ok(crew.operator.patch(url, json={"label": "Size of it", "board_ids": [other["id"]]}))
    assert (changed["label"], changed["board_ids"], changed["field_type"]) == ("Size of it", [other["id"]], "text")
    assert ok(crew.operator.patch(url, json={"board_ids": None, "default_value": None}))["board_ids"] == [other["id"]]
    assert crew.task()["custom_field_values"] == {}
    page = ok(crew.operator.get("/api/v1/activity", params={"event_type": "custom_field.updated"}))
    assert [event["message"] for event in page["items"]] == [
        "Custom field Size of it: default_value changed",
        "Custom field size: board_ids, label changed",
    ]


def test_members_see_of_its_boards_those_that_they_may_read(crew: Crew, module_database: str) -> None:
    hidden = make_board(crew.operator)["id"]
    define(crew, "size", board_ids=[crew.board["id"], hidden])

    def boards() -> list[list[str]]:
        return [field["board_ids"] for field in ok(crew.operator.get(FIELDS))]

    assert boards() == [sorted([crew.board["id"], hidden])]
    People(module_database).become(crew.board["organization_id"], "member", grants={crew.board["id"]: (True, False)})
    assert boards() == [[crew.board["id"]]]


def test_w34_a_field_with_values_stays_until_they_are_cleared(crew: Crew) -> None:
    made = define(crew, "size")
    task = crew.task(custom_field_values={"size": "XL"})
    url = f"{FIELDS}/{made['id']}"
    assert code_of(crew.operator.delete(url)) == (409, "field_has_values")
    crew.change(crew.operator, task, custom_field_values={"size": None})
    assert ok(crew.operator.delete(url)) == {"ok": True}
    assert crew.operator.delete(url).status_code == 404
    assert crew.read(task)["custom_field_values"] == {}
    foreign = define(crew, "theirs")
    move_to_new_organization(crew.operator)
    assert crew.operator.delete(f"{FIELDS}/{foreign['id']}").status_code == 404
    assert crew.operator.patch(f"{FIELDS}/{foreign['id']}", json={"label": "Mine"}).status_code == 404


# --- values

VALUES: dict[str, tuple[list[Any], list[Any]]] = {
    "text": (["a", ""], [1, True, [], {}]),
    "text_long": (["a\nb"], [1]),
    "integer": ([0, -(2**62)], [3.0, True, "3"]),
    "decimal": ([1, 2.5, 1e300], [False, "2.5"]),
    "boolean": ([True, False], [0, "true"]),
    "date": (["2026-03-31"], ["31.3.2026", "2026-02-30", 20260331]),
    "date_time": (["2026-03-31T09:00:00Z", "2026-03-31T09:00:00+02:00"], ["soon", 1]),
    "url": (["https://example.org/x?y", "http://[::1]:8000"], ["ftp://x", "https://", "//x", "http://[", "x", 1]),
    "json": ([{"a": [1, None]}, []], ["{}", 1, True]),
}


def test_w08_w33_each_type_takes_its_values_and_refuses_others(crew: Crew) -> None:
    for kind in VALUES:
        define(crew, kind, kind)
    assert crew.task()["custom_field_values"] == dict.fromkeys(VALUES)
    for kind, (good, bad) in VALUES.items():
        for value in [*good, None]:
            values = crew.task(custom_field_values={kind: value})["custom_field_values"]
            assert values == {**dict.fromkeys(VALUES), kind: value}
        for value in bad:
            code, detail = refused(crew, {kind: value})
            assert code == "invalid_custom_field_value"
            assert set(detail) == {"message", "field_key", "field_type", "reason"}
            assert (detail["field_key"], detail["field_type"]) == (kind, kind)
    for number in ("NaN", "Infinity", "1e999"):
        body = f'{{"title": "T", "custom_field_values": {{"decimal": {number}}}}}'
        reply = crew.operator.post(crew.people_url, content=body, headers={"Content-Type": "application/json"})
        assert reply.status_code == 422


def test_w33_unknown_keys_come_before_bad_values_and_those_before_missing_ones(crew: Crew) -> None:
    define(crew, "size", "integer")
    define(crew, "b", required=True)
    define(crew, "a", required=True)
    assert refused(crew, {"z": 1, "y": 2, "size": "x"})[1]["unknown_field_keys"] == ["y", "z"]
    assert refused(crew, {"size": "x"})[0] == "invalid_custom_field_value"
    code, detail = refused(crew, {"size": 3})
    assert (code, detail["missing_field_keys"]) == ("missing_custom_field", ["a", "b"])
    assert ok(crew.operator.get(crew.people_url))["total"] == 0


def test_what_is_required_is_asked_for_when_values_are_sent(crew: Crew) -> None:
    early = crew.task()
    define(crew, "who", required=True)
    define(crew, "size", required=True, default_value="M")
    assert crew.change(crew.operator, early, title="Still fine")["custom_field_values"] == {"size": "M", "who": None}
    for given in (None, {}, {"size": "L"}):
        reply = crew.patch(crew.operator, early, custom_field_values=given)
        assert reply.json()["detail"]["missing_field_keys"] == ["who"]
    assert crew.change(crew.operator, early, custom_field_values={"who": "Ava"})["custom_field_values"]["who"] == "Ava"
    assert refused(crew, {"who": "Ava", "size": None})[1]["missing_field_keys"] == ["size"]


def test_w34_null_takes_a_value_away_and_the_default_shows_again(crew: Crew) -> None:
    made = define(crew, "size", default_value="M", label="Size of it")
    task = crew.task(custom_field_values={"size": "XL"})
    stored = crew.task("Stored")
    ok(crew.operator.patch(f"{FIELDS}/{made['id']}", json={"default_value": "S"}))
    assert crew.read(stored)["custom_field_values"] == {"size": "M"}
    changed = crew.change(crew.ava, task, custom_field_values={"size": None})
    assert changed["custom_field_values"] == {"size": "S"}
    told = crew.events(task)[-1]
    assert told["message"] == "Write it: “Size of it” changed"
    assert (told["payload"]["before"], told["payload"]["after"]) == ({"“Size of it”": "XL"}, {"“Size of it”": "S"})
    before = crew.read(task)
    assert crew.change(crew.operator, task, custom_field_values={})["version"] == before["version"]
    board = ok(crew.operator.get(f"/api/v1/boards/{crew.board['id']}/snapshot"))
    assert [card["custom_field_values"] for card in board["tasks"]] == [{"size": "M"}, {"size": "S"}]


def test_a_pattern_holds_for_the_whole_value(crew: Crew) -> None:
    define(crew, "ticket", validation_regex=r"[A-Z]+-\d+")
    assert crew.task(custom_field_values={"ticket": "MC-12"})["custom_field_values"] == {"ticket": "MC-12"}
    for value in ("MC-12 ", "xMC-12", "MC-12\n"):
        assert refused(crew, {"ticket": value})[1]["reason"].startswith("does not match")


def test_a_hostile_pattern_cannot_stall_the_server(crew: Crew) -> None:
    """A backtracking engine would take 2 to the power of the length steps: that an answer comes at all is the proof."""
    for key, pattern in (("evil", "(a+)+$"), ("worse", "(a|a)*(a|aa)+b"), ("wide", "((a{1,100}){1,9})+x")):
        define(crew, key, validation_regex=pattern)
        assert refused(crew, {key: "a" * 90_000 + "!"})[1]["field_key"] == key
    assert refused(crew, {"evil": "a" * 100_000})[1]["reason"].startswith("write up to")
