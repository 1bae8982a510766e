"""What is kept and said for all boards of a group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from tests.streams.reader import Reader, reading
from tests.support.people import People
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import Json, MadeAgent, as_agent, code_of, make_agent, make_board, make_group, ok


@dataclass(frozen=True, slots=True)
class Together:
    """A group of two boards, each with its agents, and a board beside it."""

    server: ServerProcess
    operator: httpx.Client
    group: Json
    first: Json
    second: Json
    beside: Json
    lead: MadeAgent
    ava: MadeAgent
    ben: MadeAgent
    alone: MadeAgent
    ava_client: httpx.Client
    alone_client: httpx.Client

    @property
    def of_group(self) -> str:
        return f"/api/v1/board-groups/{self.group['id']}/memory"

    def around(self, board: Json) -> str:
        return f"/api/v1/boards/{board['id']}/group-memory"


@pytest.fixture
def together(server: ServerProcess) -> Iterator[Together]:
    with server.as_operator() as operator:
        group = make_group(operator)
        first, second = (make_board(operator, board_group_id=group["id"]) for _ in "ab")
        beside = make_board(operator)
        lead = make_agent(operator, second, "Lena", is_board_lead=True)
        ava, ben = make_agent(operator, first, "Ava Stone"), make_agent(operator, second, "Ben")
        alone = make_agent(operator, beside, "Solo")
        with as_agent(server, ava) as ava_client, as_agent(server, alone) as alone_client:
            places = (group, first, second, beside, lead, ava, ben, alone)
            yield Together(server, operator, *places, ava_client, alone_client)


def write(client: httpx.Client, url: str, content: str, *tags: str) -> Json:
    entry: Json = ok(client.post(url, json={"content": content, "tags": list(tags)}))
    return entry


def test_what_one_board_writes_all_boards_of_the_group_read(together: Together) -> None:
    note = write(together.ava_client, together.around(together.first), " Use oak. ", "decision")
    assert (note["content"], note["is_chat"], note["source"]) == ("Use oak.", False, None)
    assert (note["board_group_id"], note["agent_id"]) == (together.group["id"], together.ava.id)
    said = write(together.operator, together.of_group, "Hello", "chat")
    assert (said["is_chat"], bool(said["source"]), bool(said["user_id"])) == (True, True, True)
    for url in (together.of_group, together.around(together.first), together.around(together.second)):
        page = ok(together.operator.get(url))
        assert (page["items"], page["total"]) == ([said, note], 2)
        assert ok(together.operator.get(url, params={"is_chat": True}))["items"] == [said]
        assert ok(together.operator.get(url, params={"tag": "decision"}))["items"] == [note]


def test_g40_a_board_without_a_group_has_nothing_and_cannot_write(together: Together) -> None:
    url = together.around(together.beside)
    for client in (together.operator, together.alone_client):
        assert ok(client.get(url))["total"] == 0
        assert code_of(client.post(url, json={"content": "Hello"})) == (422, "board_group_required")


@pytest.mark.parametrize(
    ("words", "tags", "called"),
    [
        ("@ava, look", ["chat"], {"ava"}),
        ("@lead?", ["chat"], {"lead"}),
        ("@all: stop", [], {"ava", "ben", "lead"}),
        ("New prices", ["broadcast"], {"ava", "ben", "lead"}),
        ("Nothing for @ava", ["note"], set()),
        ("@solo", ["chat"], set()),
    ],
)
def test_g40_a_message_calls_the_agents_of_all_boards(
    together: Together, words: str, tags: list[str], called: set[str]
) -> None:
    ids = {"ava": together.ava.id, "ben": together.ben.id, "lead": together.lead.id}
    said = write(together.operator, together.of_group, words, *tags)
    assert set(said["mentioned_agent_ids"]) == {ids[name] for name in called}
    assert (said["source"] is not None) == (tags != ["note"])


def test_whoever_writes_does_not_call_himself(together: Together) -> None:
    said = write(together.ava_client, together.around(together.first), "Done", "broadcast")
    assert set(said["mentioned_agent_ids"]) == {together.ben.id, together.lead.id}


def test_strangers_to_a_group_neither_read_nor_write(together: Together) -> None:
    write(together.operator, together.of_group, "A secret")
    assert together.ava_client.get(together.of_group).status_code == 401
    for client, url in ((together.alone_client, together.around(together.first)),):
        assert client.get(url).status_code == 403
        assert client.post(url, json={"content": "x"}).status_code == 403


def test_an_entry_that_is_deleted_is_gone(together: Together) -> None:
    entry = write(together.operator, together.of_group, "password: hunter2", "chat")
    other = ok(together.operator.post("/api/v1/board-groups", json={"name": "Other", "slug": "other"}))
    elsewhere = f"/api/v1/board-groups/{other['id']}/memory/{entry['id']}"
    assert together.operator.delete(elsewhere).status_code == 404
    ok(together.operator.delete(f"{together.of_group}/{entry['id']}"))
    assert ok(together.operator.get(together.of_group))["total"] == 0
    assert together.operator.delete(f"{together.of_group}/{entry['id']}").status_code == 404
    activity = together.operator.get("/api/v1/activity")
    assert "hunter2" not in activity.text
    told = [event["event_type"] for event in ok(activity)["items"] if event["event_type"].startswith("group_memory.")]
    assert told[:2] == ["group_memory.deleted", "group_memory.chat"]


def test_a_group_takes_its_memory_with_it(together: Together) -> None:
    write(together.operator, together.of_group, "Use oak.")
    ok(together.operator.delete(f"/api/v1/board-groups/{together.group['id']}"))
    assert together.operator.get(together.of_group).status_code == 404
    assert ok(together.operator.get(together.around(together.first)))["total"] == 0


# --- as it happens


def heard(reader: Reader) -> list[str]:
    return [frame.data["memory"]["content"] for frame in reader.events() if frame.name == "memory"]


def test_each_stream_hears_what_it_is_for(together: Together) -> None:
    of_group, around = f"{together.of_group}/stream", f"{together.around(together.second)}/stream"
    with (
        together.server.as_operator() as one,
        together.server.as_operator() as two,
        as_agent(together.server, together.ben) as three,
        together.server.as_operator() as four,
        reading(one, of_group) as everything,
        reading(two, f"{of_group}?is_chat=true") as chat,
        reading(three, around) as from_board,
        reading(four, f"{together.around(together.beside)}/stream") as beside,
    ):
        note = write(together.ava_client, together.around(together.first), "Use oak.")
        write(together.operator, together.of_group, "Hello", "chat")
        assert wait_until(lambda: heard(everything) == ["Use oak.", "Hello"], timeout=10)
        assert wait_until(lambda: heard(from_board) == ["Use oak.", "Hello"], timeout=10)
        assert wait_until(lambda: heard(chat) == ["Hello"], timeout=10)
        ok(together.operator.delete(f"{together.of_group}/{note['id']}"))
        deleted = [{"id": note["id"]}]
        assert wait_until(
            lambda: [frame.data for frame in everything.events() if frame.name == "memory.deleted"] == deleted,
            timeout=10,
        )
        assert beside.events() == []


def told(reader: Reader) -> list[str]:
    return [frame.data["memory"]["content"] for frame in reader.events() if frame.data.get("memory")]


def test_on_the_one_stream_members_hear_the_groups_of_boards_they_read(
    module_database: str, together: Together
) -> None:
    people = People(module_database)
    everyone, topics = together.server.as_operator(), "/api/v1/events?topics=group_memory"
    with everyone as client, as_agent(together.server, together.alone) as alone:
        try:
            people.become(together.first["organization_id"], "member", grants={together.first["id"]: (True, True)})
            with reading(client, topics) as member, reading(alone, topics) as stranger:
                write(together.ava_client, together.around(together.first), "For us", "chat")
                assert wait_until(lambda: told(member) == ["For us"], timeout=10)
                # Whoever writes calls nobody on boards that are not shared with him.
                mine = write(client, together.of_group, "@all: look", "chat")
                assert mine["mentioned_agent_ids"] == [together.ava.id]
            assert told(stranger) == []
            first = member.positions()[0]
            ok(client.patch(f"/api/v1/boards/{together.first['id']}", json={"board_group_id": None}))
            with reading(client, "/api/v1/events", position=str(first - 1)) as later:
                write(together.ava_client, f"/api/v1/boards/{together.first['id']}/memory", "Still here", "chat")
                assert wait_until(lambda: "Still here" in told(later), timeout=10)
            # What was said to a group that the board has left is not told again.
            assert told(later) == ["Still here"]
        finally:
            people.own(together.first["organization_id"])
