"""Finding what was written: who finds what, in which order, and whatever is typed."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mission_control.search import rules
from tests.support.people import People
from tests.support.server import ServerProcess
from tests.support.world import (
    Json,
    as_agent,
    code_of,
    make_agent,
    make_board,
    make_group,
    make_note,
    make_task,
    move_to_new_organization,
    ok,
)
from tests.tasks.crew import Crew


def find(client: httpx.Client, text: str, **query: Any) -> list[Json]:
    surface = "search" if "authorization" in client.headers else "agent/search"
    page = ok(client.get(f"/api/v1/{surface}", params={"q": text, **query}))
    assert page["total"] >= len(page["items"])
    hits: list[Json] = page["items"]
    return hits


def ids(client: httpx.Client, text: str, **query: Any) -> list[str]:
    return [hit["id"] for hit in find(client, text, **query)]


def text_of(parts: list[Json]) -> str:
    return "".join(part["text"] for part in parts)


def matches(parts: list[Json]) -> list[str]:
    return [part["text"] for part in parts if part["match"]]


def test_each_kind_is_found_with_where_it_is(crew: Crew) -> None:
    task = crew.task("Zebrawood shelf", description="Needs a <b>strong</b> bracket")
    comment = ok(crew.say(crew.ava, task, "The zebrawood is **here**"))
    note = make_note(crew.operator, crew.board, "Zebrawood costs 40 a metre")
    said = make_note(crew.operator, crew.board, "@ava zebrawood?", tags=["chat"])
    for client in (crew.operator, crew.ben):
        hits = {hit["kind"]: hit for hit in find(client, "zebrawood", board_id=crew.board["id"])}
        assert {kind: hit["id"] for kind, hit in hits.items()} == {
            "task": task["id"],
            "comment": comment["id"],
            "memory": note["id"],
            "chat": said["id"],
        }
        found = hits["comment"]
        assert (found["board_name"], found["task_id"], found["task_title"], found["task_status"]) == (
            crew.board["name"],
            task["id"],
            "Zebrawood shelf",
            "inbox",
        )
        assert (text_of(found["snippet"]), matches(found["snippet"])) == ("The zebrawood is **here**", ["zebrawood"])
        assert (text_of(hits["task"]["title"]), matches(hits["task"]["title"])) == ("Zebrawood shelf", ["Zebrawood"])
        assert text_of(hits["task"]["snippet"]) == "Needs a <b>strong</b> bracket"
    for kind in ("task", "comment", "memory", "chat"):
        assert [hit["kind"] for hit in find(crew.operator, "zebrawood", kinds=kind, board_id=crew.board["id"])] == [
            kind
        ]
    assert {hit["kind"] for hit in find(crew.ava, "zebrawood", kinds="memory,chat")} == {"memory", "chat"}
    assert code_of(crew.operator.get("/api/v1/search?q=a&kinds=task,boards")) == (422, "unknown_kind")


def test_the_beginning_of_a_word_finds_it_and_all_words_have_to_be_there(crew: Crew) -> None:
    task = crew.task("Mend load_settings() in src/kernel/settings.py", description="Ärger mit Größe in v2.10-beta")
    for typed in (
        "loa",
        "load_set",
        "settings.py",
        "src/kernel",
        "kern sett",
        "ärg",
        "GRÖ",
        "v2.10",
        "beta mend",
    ):
        assert ids(crew.ava, typed) == [task["id"]], typed
    for typed in ("oad", "mend walnut", "ernel"):
        assert ids(crew.ava, typed) == [], typed


def test_a_title_counts_more_than_a_description_and_pages_follow_the_order(crew: Crew) -> None:
    passing = crew.task("Order screws", description="and a few lanterns, and nails, and glue")
    title = crew.task("Lanterns")
    said = ok(crew.say(crew.ava, passing, "Which lanterns? There were so many of them in the shop, of all colours."))
    found = ids(crew.ava, "lanterns")
    assert found[0] == title["id"]
    assert set(found) == {title["id"], passing["id"], said["id"]}
    pages = [
        ok(crew.ava.get("/api/v1/agent/search", params={"q": "lantern", "limit": 1, "offset": at})) for at in range(4)
    ]
    assert [hit["id"] for page in pages for hit in page["items"]] == found
    assert {page["total"] for page in pages} == {3}


def test_what_is_edited_or_deleted_is_found_as_it_is_now(crew: Crew) -> None:
    task = crew.task("Walnut table")
    said = ok(crew.say(crew.ava, task, "walnut ordered"))
    note = make_note(crew.operator, crew.board, "walnut is expensive")
    assert set(ids(crew.ava, "walnut")) == {task["id"], said["id"], note["id"]}
    crew.change(crew.operator, task, title="Cherry table", description="was of walnuts")
    assert ids(crew.ava, "cherry") == [task["id"]]
    crew.change(crew.operator, task, description=None)
    assert set(ids(crew.ava, "walnut")) == {said["id"], note["id"]}
    ok(crew.operator.delete(f"/api/v1/boards/{crew.board['id']}/memory/{note['id']}"))
    assert ids(crew.ava, "walnut") == [said["id"]]
    ok(crew.operator.delete(crew.url(crew.operator, task)))
    assert ids(crew.ava, "walnut") + ids(crew.ava, "cherry") == []


def test_a_board_that_is_deleted_takes_its_texts_along(crew: Crew) -> None:
    board = make_board(crew.operator)
    task = make_task(crew.operator, board, "Quartzite")
    ok(crew.operator.post(f"/api/v1/boards/{board['id']}/tasks/{task['id']}/comments", json={"message": "quartzite"}))
    make_note(crew.operator, board, "quartzite")
    assert len(ids(crew.operator, "quartzite")) == 3
    ok(crew.operator.delete(f"/api/v1/boards/{board['id']}"))
    assert ids(crew.operator, "quartzite") == []


HOSTILE = [
    '"', "'", '"oak', "oak AND", "NOT oak", "NEAR(oak wood)", "title:oak", "oak*", "^oak", "(oak", "oak)", "{oak}",
    "-oak", "a OR b", "oak & ! | <-> :*", "\\", "oak:*", "''", "';DROP TABLE tasks;--", "%", "_",
    "\u202e", "😀", "²½", "ﬁ", "İ",
    "x" * 500, " ".join("abcdefghijklmnopqrstuvwxyz"), "\n\t", "",
]  # fmt: skip


def test_whatever_is_typed_is_no_error(crew: Crew) -> None:
    crew.task("Oak and wood")
    for text in HOSTILE:
        for client in (crew.operator, crew.ava):
            find(client, text)
    for text in ("a\x00b", "x" * 501):
        assert crew.operator.get("/api/v1/search", params={"q": text}).status_code == 422
    assert crew.operator.get("/api/v1/search").status_code == 422
    assert [text_of(hit["title"]) for hit in find(crew.ava, '"oak" & (WOOD)')] == ["Oak and wood"]


def _write_everything(operator: httpx.Client, board: Json, word: str) -> None:
    task = make_task(operator, board, word)
    ok(operator.post(f"/api/v1/boards/{board['id']}/tasks/{task['id']}/comments", json={"message": word}))
    make_note(operator, board, word)
    make_note(operator, board, word, tags=["chat"])


def test_nothing_is_found_of_what_one_may_not_read(crew: Crew, server: ServerProcess, module_database: str) -> None:
    people, operator = People(module_database), crew.operator
    organization = move_to_new_organization(operator)["id"]
    home, beside = make_board(operator), make_board(operator)
    worker = make_agent(operator, home)
    for board in (home, beside):
        _write_everything(operator, board, "Obsidian")
    assert len(find(operator, "obsidian")) == 8
    assert {hit["board_id"] for hit in find(operator, "obsidian", board_id=home["id"])} == {home["id"]}
    people.become(organization, "member", grants={home["id"]: (True, False)})
    assert {hit["board_id"] for hit in find(operator, "obsidian")} == {home["id"]}
    assert code_of(operator.get(f"/api/v1/search?q=a&board_id={beside['id']}")) == (403, "forbidden")
    people.become(organization, "member")
    assert find(operator, "obsidian") == []
    people.own(organization)
    move_to_new_organization(operator)
    assert find(operator, "obsidian") == []
    assert code_of(operator.get(f"/api/v1/search?q=a&board_id={home['id']}")) == (404, "not_found")
    with as_agent(server, worker) as agent:
        assert [hit["board_id"] for hit in find(agent, "obsidian")] == [home["id"]] * 4
        assert agent.get("/api/v1/search?q=obsidian").status_code == 401
    assert find(crew.ava, "obsidian") == []


@given(st.text(max_size=400), st.text(max_size=60))
def test_the_pieces_of_a_text_are_the_text(text: str, typed: str) -> None:
    words = rules.terms(typed)
    assert "".join(piece for piece, _ in rules.marked(text, words)) == text
    assert len(words) <= rules.MAX_TERMS
    assert sum(len(piece) for piece, _ in rules.snippet(text, words)) <= rules.SNIPPET + 4


@pytest.mark.parametrize("before", [0, 20, 500])
def test_a_snippet_shows_the_place_that_was_found(before: int) -> None:
    shown = rules.snippet("word " * before + "needle" + " hay" * 500, ["need"])
    assert ("need", True) in shown


def test_what_a_group_keeps_is_found_by_whoever_may_read_a_board_of_it(
    server: ServerProcess, crew: Crew, module_database: str
) -> None:
    people, operator = People(module_database), crew.operator
    organization = move_to_new_organization(operator)["id"]
    group = make_group(operator)
    home, beside = make_board(operator, board_group_id=group["id"]), make_board(operator)
    inside, outside = make_agent(operator, home), make_agent(operator, beside)
    memory = f"/api/v1/board-groups/{group['id']}/memory"
    note = ok(operator.post(memory, json={"content": "Sequoia for all covers"}))
    said = ok(operator.post(memory, json={"content": "Who has the sequoia?", "tags": ["chat"]}))
    with as_agent(server, inside) as agent, as_agent(server, outside) as stranger:
        for client in (operator, agent):
            hits = {hit["kind"]: hit for hit in find(client, "sequoia")}
            assert {kind: hit["id"] for kind, hit in hits.items()} == {"memory": note["id"], "chat": said["id"]}
            place = [hits["memory"][name] for name in ("board_id", "board_name", "board_group_id", "board_group_name")]
            assert place == [None, None, group["id"], group["name"]]
            assert ids(client, "sequoia", kinds="chat") == [said["id"]]
            assert ids(client, "sequoia", kinds="task,comment") == []
            # Narrowed to a board, only what is of that board.
            assert ids(client, "sequoia", board_id=home["id"]) == []
        assert ids(stranger, "sequoia") == []
    # A group without a board is seen by whoever sees all of them.
    alone = f"/api/v1/board-groups/{make_group(operator)['id']}/memory"
    kept = ok(operator.post(alone, json={"content": "Larches lose their needles"}))
    assert ids(operator, "larches") == [kept["id"]]
    people.become(organization, "member", grants={beside["id"]: (True, True)})
    assert ids(operator, "sequoia") == ids(operator, "larches") == []
    people.become(organization, "member", grants={home["id"]: (True, False)})
    assert set(ids(operator, "sequoia")) == {note["id"], said["id"]}
    people.own(organization)
    ok(operator.delete(f"{memory}/{note['id']}"))
    assert ids(operator, "sequoia") == [said["id"]]
    move_to_new_organization(operator)
    assert ids(operator, "sequoia") == ids(crew.ava, "sequoia") == []
