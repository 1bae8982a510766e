"""What is remembered and said on a board."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.streams.reader import Reader, reading
from tests.support.processes import wait_until
from tests.support.world import Json, code_of, make_agent, make_board, make_note, ok
from tests.tasks.crew import Crew


def memory_of(crew: Crew, client: httpx.Client) -> str:
    """The memory of the board as this client addresses it."""
    prefix = "/api/v1" if client is crew.operator else "/api/v1/agent"
    return f"{prefix}/boards/{crew.board['id']}/memory"


def write(crew: Crew, client: httpx.Client, content: str, *tags: str, **over: Any) -> Json:
    entry: Json = ok(client.post(memory_of(crew, client), json={"content": content, "tags": list(tags), **over}))
    return entry


def contents(crew: Crew, client: httpx.Client, **query: Any) -> list[str]:
    return [entry["content"] for entry in ok(client.get(memory_of(crew, client), params=query))["items"]]


def test_people_and_agents_remember_together_newest_first(crew: Crew) -> None:
    first = write(crew, crew.operator, " Use oak. ", "decision", "wood", source="meeting")
    second = write(crew, crew.ava, "Oak is out of stock.")
    assert (first["content"], first["tags"], first["source"]) == ("Use oak.", ["decision", "wood"], "meeting")
    assert (first["is_chat"], first["agent_id"], first["board_id"]) == (False, None, crew.board["id"])
    assert first["user_id"]
    assert (second["agent_id"], second["author_name"], second["source"]) == (crew.ava_agent.id, "Ava Stone", None)
    for client in (crew.operator, crew.ben):
        page = ok(client.get(memory_of(crew, client)))
        assert (page["items"], page["total"]) == ([second, first], 2)
    assert contents(crew, crew.ben, tag="wood") == ["Use oak."]
    assert contents(crew, crew.ben, since=second["created_at"]) == ["Oak is out of stock."]
    assert contents(crew, crew.ben, limit=1, offset=1) == ["Use oak."]


def test_what_is_tagged_chat_is_a_message_with_its_author_as_source(crew: Crew) -> None:
    note = write(crew, crew.operator, "Ship on Friday", "Chat")
    said = [write(crew, crew.ava, "Hello", "chat"), write(crew, crew.operator, "Hi", "chat", source="phone")]
    assert [note["is_chat"], *(one["is_chat"] for one in said)] == [False, True, True]
    assert [one["source"] for one in said] == ["Ava Stone", "phone"]
    assert contents(crew, crew.ben, is_chat=True) == ["Hi", "Hello"]
    assert contents(crew, crew.ben, is_chat=False) == ["Ship on Friday"]
    snapshot = ok(crew.operator.get(f"/api/v1/boards/{crew.board['id']}/snapshot"))
    assert snapshot["chat_messages"] == said


@pytest.mark.parametrize(
    ("words", "called"),
    [
        ("@ava and @BEN, look", {"ava", "ben"}),
        ("@lead?", {"lead"}),
        ("@lena, which wood?", {"lead"}),
        ("@all: stop", {"ava", "ben", "lead"}),
        ("nobody@nowhere, @avalanche", set()),
    ],
)
def test_g38_a_message_calls_agents_by_name(crew: Crew, words: str, called: set[str]) -> None:
    ids = {"ava": crew.ava_agent.id, "ben": crew.ben_agent.id, "lead": crew.lead_agent.id}
    said = write(crew, crew.operator, words, "chat")
    assert set(said["mentioned_agent_ids"]) == {ids[name] for name in called}
    assert contents(crew, crew.ava, mentions_me=True) == ([words] if "ava" in called else [])
    assert write(crew, crew.operator, words, "note")["mentioned_agent_ids"] == []


def test_g38_nobody_calls_himself_and_first_names_are_enough(crew: Crew) -> None:
    carl = make_agent(crew.operator, crew.board, "Carl Maria Weber")
    said = write(crew, crew.ava, "@all @carl @maria", "chat")
    assert set(said["mentioned_agent_ids"]) == {carl.id, crew.ben_agent.id, crew.lead_agent.id}
    assert carl.id not in write(crew, crew.ava, "@maria @weber", "chat")["mentioned_agent_ids"]


def test_g39_pause_and_resume_in_the_chat_do_what_the_button_does_for_those_who_may(crew: Crew) -> None:
    def is_paused() -> bool:
        return bool(ok(crew.operator.get(f"/api/v1/boards/{crew.board['id']}"))["paused_at"])

    for client in (crew.ava, crew.lead):
        refused = client.post(memory_of(crew, client), json={"content": "/pause", "tags": ["chat"]})
        assert code_of(refused) == (403, "people_only")
    write(crew, crew.operator, "/pause")
    assert (contents(crew, crew.ava, is_chat=True), is_paused()) == ([], False)
    said = write(crew, crew.operator, " /Pause ", "chat")
    assert (said["content"], said["mentioned_agent_ids"], is_paused()) == ("/Pause", [], True)
    write(crew, crew.operator, "/RESUME", "chat")
    assert not is_paused()
    told = ok(crew.operator.get("/api/v1/activity", params={"board_id": crew.board["id"]}))["items"][:4]
    assert [(it["event_type"], it["actor"]["kind"]) for it in told] == [
        ("memory.chat", "user"),
        ("board.resumed", "user"),
        ("memory.chat", "user"),
        ("board.paused", "user"),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"content": ""},
        {"content": "   "},
        {"content": "a\x00b"},
        {"content": "x" * 100_001},
        {"content": None},
        {"content": "a", "tags": ["x" * 201]},
        {"content": "a", "tags": ["a\x00b"]},
        {"content": "a", "tags": [str(number) for number in range(51)]},
        {"content": "a", "source": "x" * 201},
    ],
)
def test_what_says_nothing_or_too_much_is_refused(crew: Crew, wrong: Json) -> None:
    for client in (crew.operator, crew.ava):
        assert client.post(memory_of(crew, client), json=wrong).status_code == 422
    assert contents(crew, crew.operator) == []


def test_an_entry_that_is_deleted_is_gone_from_everywhere(crew: Crew) -> None:
    secret = write(crew, crew.ava, "password: hunter2", "chat")
    url = f"{memory_of(crew, crew.operator)}/{secret['id']}"
    assert crew.ava.delete(url).status_code == 401
    ok(crew.operator.delete(url))
    assert code_of(crew.operator.delete(url)) == (404, "not_found")
    assert contents(crew, crew.operator) == []
    activity = crew.operator.get("/api/v1/activity", params={"board_id": crew.board["id"]})
    assert "hunter2" not in activity.text
    told = [event for event in ok(activity)["items"] if event["event_type"].startswith("memory.")]
    assert [(event["event_type"], event["actor"]["kind"]) for event in told] == [
        ("memory.deleted", "user"),
        ("memory.chat", "agent"),
    ]
    assert told[0]["payload"] == {"memory_id": secret["id"], "is_chat": True}
    assert told[1]["route_params"] == {"boardId": crew.board["id"], "panel": "chat"}


def test_an_entry_of_another_board_is_not_deleted_through_this_one(crew: Crew) -> None:
    elsewhere = make_board(crew.operator)
    note = make_note(crew.operator, elsewhere)
    for memory_id in (note["id"], str(uuid4())):
        reply = crew.operator.delete(f"{memory_of(crew, crew.operator)}/{memory_id}")
        assert code_of(reply) == (404, "not_found")
    assert crew.ava.get(f"/api/v1/agent/boards/{elsewhere['id']}/memory").status_code == 403
    assert crew.ava.post(f"/api/v1/agent/boards/{elsewhere['id']}/memory", json={"content": "a"}).status_code == 403


def test_who_wrote_it_stays_readable_when_the_author_is_gone(crew: Crew) -> None:
    write(crew, crew.ava, "Oak it is", "chat")
    ok(crew.operator.delete(f"/api/v1/agents/{crew.ava_agent.id}"))
    (entry,) = ok(crew.operator.get(memory_of(crew, crew.operator)))["items"]
    assert (entry["agent_id"], entry["author_name"], entry["source"]) == (None, "Ava Stone", "Ava Stone")


def told(reader: Reader) -> list[tuple[str, Any]]:
    return [
        (frame.name, frame.data["memory"]["content"] if frame.name == "memory" else frame.data["id"])
        for frame in reader.events()
    ]


def test_g41_the_stream_tells_each_entry_once_and_resumes_where_it_was(crew: Crew) -> None:
    before = write(crew, crew.operator, "Before", "chat")
    url = f"/api/v1/boards/{crew.board['id']}/memory/stream"
    with reading(crew.ava, url) as everything, reading(crew.operator, f"{url}?is_chat=true") as chat:
        note = write(crew, crew.operator, "Note", "plan")
        write(crew, crew.ben, "Hello", "chat")
        ok(crew.operator.delete(f"{memory_of(crew, crew.operator)}/{note['id']}"))
        gone = ("memory.deleted", note["id"])
        assert wait_until(lambda: told(everything)[-1:] == [gone] and told(chat)[-1:] == [gone], timeout=10)
        assert told(everything)[-2:] == [("memory", "Hello"), gone]
        assert told(chat) == [("memory", "Hello"), gone]
        position = everything.position
    write(crew, crew.ava, "Later", "chat")
    with reading(crew.ava, url, position) as resumed:
        assert wait_until(lambda: told(resumed) == [("memory", "Later")], timeout=10)
    with reading(crew.operator, f"{url}?is_chat=true&since={before['created_at']}") as since:
        expected = [("memory", "Before"), ("memory", "Hello"), gone, ("memory", "Later")]
        assert wait_until(lambda: told(since) == expected, timeout=10), told(since)


def test_the_stream_of_everything_carries_the_message_itself(crew: Crew) -> None:
    with reading(crew.operator, f"/api/v1/events?topics=memory&board_id={crew.board['id']}") as live:
        said = write(crew, crew.ava, "Hello", "chat")
        assert wait_until(lambda: len(live.events()) == 1, timeout=10)
        (frame,) = live.events()
        assert (frame.name, frame.data["id"], frame.data["memory"]) == ("memory.chat", said["id"], said)
        assert frame.data["actor"]["name"] == "Ava Stone"
