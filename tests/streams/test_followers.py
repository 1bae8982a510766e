"""Followers that are slow, many, lost, or not admitted any more."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta, timezone
from functools import partial
from itertools import pairwise
from urllib.parse import urlsplit
from uuid import UUID

import httpx
import pytest
from sqlalchemy import delete, select

from mission_control.kernel.events import log
from mission_control.kernel.events.hub import KEPT
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.settings import Settings
from tests.faults.database import changing, looking_at
from tests.streams.reader import Reader, frames_of, reading
from tests.support.people import People
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import Json, as_agent, make_agent, make_board, make_note, make_task, ok

pytestmark = pytest.mark.faults

EVENTS = "/api/v1/events"
SOON = {"EVENT_STREAM_PING_SECONDS": "0.5", "EVENT_STREAM_RECHECK_SECONDS": "0.1"}
WAITING_TASKS = 100
SUBSCRIBERS = 200


@pytest.fixture(scope="module")
def server(module_database: str) -> Iterator[ServerProcess]:
    processes = 1 if module_database.startswith("sqlite") else 2
    with ServerProcess(module_database, env=SOON, processes=processes) as process:
        yield process.start()


@pytest.fixture
def operator(server: ServerProcess) -> Iterator[httpx.Client]:
    with server.as_operator() as client:
        yield client


def positions_after(url: str, start: int, board: Json | None = None) -> list[int]:
    wanted = select(EventRow.seq).where(EventRow.seq > start).order_by(EventRow.seq)
    if board:
        wanted = wanted.where(EventRow.board_id == UUID(board["id"]))
    with looking_at(url) as db:
        return list(db.scalars(wanted))


def last(position: int) -> dict[str, str]:
    return {"Last-Event-ID": str(position)}


def newest_position(url: str) -> int:
    with looking_at(url) as db:
        return log.last_position(db)


def touch(operator: httpx.Client, board: Json, task: Json, title: str) -> None:
    ok(operator.patch(f"/api/v1/boards/{board['id']}/tasks/{task['id']}", json={"title": title}))


# --- slow ones, and positions that are not at hand


@contextmanager
def not_reading(server: ServerProcess, position: int) -> Iterator[Iterator[str]]:
    """A connection that asks for the stream and takes nothing until its lines are asked for."""
    place = urlsplit(server.base_url)
    with socket.socket() as connection:
        # As little room as the system allows: what is not read soon waits in the server.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(30)
        connection.connect((place.hostname, place.port))
        request = (
            f"GET {EVENTS} HTTP/1.0\r\nHost: {place.netloc}\r\n"
            f"Authorization: Bearer {server.token}\r\nLast-Event-ID: {position}\r\n\r\n"
        )
        connection.sendall(request.encode())
        with connection.makefile("r", encoding="utf-8", newline="\r\n") as file:
            yield (line.removesuffix("\r\n") for line in file)


def make_many_events(operator: httpx.Client, board: Json, description: str) -> None:
    """More than the server keeps in memory, with few requests: each tells of many tasks."""
    first = make_task(operator, board)
    for number in range(WAITING_TASKS):
        make_task(operator, board, f"Waiting {number}", description=description, depends_on_task_ids=[first["id"]])
    url = f"/api/v1/boards/{board['id']}/tasks/{first['id']}"
    for _ in range(2 * KEPT // WAITING_TASKS // 2 + 5):
        for status in ("done", "inbox"):
            ok(operator.patch(url, json={"status": status}))


@pytest.mark.slow
def test_a_slow_reader_holds_nobody_up_and_misses_nothing(
    sqlite_url: str, start_server: Callable[..., ServerProcess]
) -> None:
    server = start_server(sqlite_url, env=SOON)
    with server.as_operator() as client, server.as_operator() as operator:
        board = make_board(operator)
        start = newest_position(sqlite_url)
        with not_reading(server, start) as lines, reading(client, EVENTS, start) as quick:
            make_many_events(operator, board, "A long story. " * 60)
            everything = positions_after(sqlite_url, start)
            assert len(everything) > 2 * KEPT
            assert wait_until(lambda: quick.has_reached(everything[-1]), timeout=60)
            assert quick.positions() == everything
            received: list[int] = []
            for frame in frames_of(lines):
                if frame.name != "hello" and frame.position is not None:
                    received.append(frame.position)
                if received and received[-1] == everything[-1]:
                    break
            assert received == everything
    # Too old for what is kept in memory by now, and still in the log.
    with server.as_operator() as client, reading(client, EVENTS, start) as late:
        assert wait_until(lambda: late.has_reached(everything[-1]), timeout=60)
        assert late.positions() == everything


@pytest.mark.parametrize("position", ["9223372036854775807", "10" * 20, "-1", "yesterday", "٣", "1e3"])
def test_a_position_that_never_was_begins_now_and_says_so(
    module_database: str, server: ServerProcess, operator: httpx.Client, position: str
) -> None:
    board = make_board(operator)
    newest = newest_position(module_database)
    with operator.stream("GET", EVENTS, headers={b"Last-Event-ID": position.encode()}) as reply:
        assert reply.status_code == 200
        frames = frames_of(reply.iter_lines())
        reset, hello = next(frames), next(frames)
        assert [(frame.name, frame.data) for frame in (reset, hello)] == [
            ("reset", {"position": newest}),
            ("hello", {"position": newest}),
        ]
        with server.as_operator() as another:
            make_task(another, board)
        assert next(frames).position == positions_after(module_database, newest)[0]


def test_a_stream_that_greets_nobody_begins_now_at_a_position_that_never_was(
    module_database: str, server: ServerProcess, operator: httpx.Client
) -> None:
    board = make_board(operator)
    path = f"/api/v1/boards/{board['id']}/tasks/stream"
    make_task(operator, board)
    with server.as_operator() as client, reading(client, path, 2**62) as reader:
        newest = newest_position(module_database)
        make_task(operator, board)
        assert wait_until(lambda: len(reader.events()) == 1, timeout=10)
        assert reader.positions() == positions_after(module_database, newest, board)


def test_a_position_whose_events_were_thrown_away_begins_now_and_says_so(
    database: str, start_server: Callable[..., ServerProcess]
) -> None:
    server = start_server(database, env=SOON)
    with server.as_operator() as operator:
        board = make_board(operator)
        for _ in range(5):
            make_task(operator, board)
        newest = newest_position(database)
        with changing(database) as db:
            db.execute(delete(EventRow).where(EventRow.seq < newest))
        for position, greeting in ((1, ["reset", "hello"]), (newest - 1, ["hello", "task.created"])):
            with server.as_operator() as client, client.stream("GET", EVENTS, headers=last(position)) as reply:
                frames = frames_of(reply.iter_lines())
                assert [next(frames).name, next(frames).name] == greeting


# --- on the wire


def test_w47_w48_g41_a_stream_is_frames_ended_by_crlf_with_headers_that_no_proxy_holds_back(
    server: ServerProcess, operator: httpx.Client
) -> None:
    board = make_board(operator)
    task = make_task(operator, board, "Told")
    comment(operator, board, task, "Said", prefix="/api/v1")
    with operator.stream("GET", tasks_stream(board, since="2020-01-01")) as reply:
        headers = {name: reply.headers.get(name) for name in ("content-type", "cache-control", "x-accel-buffering")}
        pieces = reply.iter_raw()
        received = b""
        while received.count(b": ping - ") < 2:
            received += next(pieces)
    assert received.startswith(b"retry: 2000\r\n\r\n")
    assert headers == {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
    }
    assert b"\n" not in received.replace(b"\r\n", b"")
    assert Settings.model_fields["event_stream_ping_seconds"].default == 15
    told, said = list(frames_of(iter(received.decode().split("\r\n"))))
    assert (told.name, said.name) == ("task", "task")
    assert set(told.data) == {"type", "activity", "task"}
    assert set(said.data) == {"type", "activity", "comment"}
    members = {"id", "event_type", "message", "agent_id", "task_id", "created_at"}
    assert set(told.data["activity"]) == set(said.data["activity"]) == members
    assert told.data["task"] == ok(operator.get(f"/api/v1/boards/{board['id']}/snapshot"))["tasks"][0]
    assert set(said.data["comment"]) >= {"id", "message", "agent_id", "task_id", "created_at"}
    with operator.stream("GET", f"/api/v1/activity/task-comments/stream?since=2020-01-01&board_id={board['id']}") as of:
        feed = next(frames_of(of.iter_lines()))
    items = ok(operator.get("/api/v1/activity/task-comments", params={"board_id": board["id"]}))["items"]
    assert (feed.name, feed.data) == ("comment", {"comment": items[0]})


def test_w47_since_is_a_moment_in_any_usual_form_and_anything_else_means_now(operator: httpx.Client) -> None:
    board = make_board(operator)
    make_task(operator, board, "Old")
    made = make_task(operator, board, "Made")
    moment = datetime.fromisoformat(made["created_at"])
    east = moment.astimezone(timezone(timedelta(hours=5))).isoformat()
    first = dict.fromkeys((made["created_at"], east, moment.replace(tzinfo=None).isoformat()), "Made")
    first |= dict.fromkeys(("2020-01-01", "2020-01-01T00:00:00"), "Old")
    # A plus that was not encoded is a space by the time that it arrives.
    first |= dict.fromkeys(("", " ", "yesterday", east.replace("+", " "), "2020-13-01"), "Latest")
    for text, expected in first.items():
        with operator.stream("GET", tasks_stream(board, since=text)) as reply:
            latest = make_task(operator, board, "Latest")
            told = next(frames_of(reply.iter_lines())).data["task"]
        assert told["title"] == expected, text
        assert (told["id"] == latest["id"]) is (expected == "Latest"), text


def tasks_stream(board: Json, **query: str) -> str:
    return str(httpx.URL(f"/api/v1/boards/{board['id']}/tasks/stream", params=query))


# --- access


def test_an_agent_that_leaves_a_board_hears_nothing_more_of_it(
    module_database: str, server: ServerProcess, operator: httpx.Client
) -> None:
    left, joined = make_board(operator), make_board(operator)
    agent = make_agent(operator, left)
    secret, shown = make_task(operator, left, "Secret"), make_task(operator, joined, "Shown")
    with as_agent(server, agent) as client, as_agent(server, agent) as of_board:
        path = f"/api/v1/boards/{left['id']}/tasks/stream"
        with reading(client, EVENTS) as everything, reading(of_board, path, comes_back=False) as narrow:
            touch(operator, left, secret, "Secret, but not yet")
            assert wait_until(lambda: len(narrow.events()) == 1, timeout=10)
            ok(operator.patch(f"/api/v1/agents/{agent.id}", json={"board_id": joined["id"]}))
            # It ends by itself: there is nothing left to be told of.
            assert narrow.ended.wait(10)
            touch(operator, left, secret, "Secret indeed")
            touch(operator, joined, shown, "Shown indeed")
            wait_for_title(everything, "Shown indeed")
    titles = [frame.data["task"]["title"] for frame in everything.events() if frame.data.get("task")]
    assert "Secret, but not yet" in titles
    assert "Secret indeed" not in titles
    assert len(narrow.events()) == 1


@pytest.mark.parametrize("calls_too_often", [False, True], ids=["calm", "over its limit"])
def test_an_agents_move_is_noticed_before_what_comes_after_it(
    calls_too_often: bool, database: str, start_server: Callable[..., ServerProcess]
) -> None:
    rarely = {"EVENT_STREAM_RECHECK_SECONDS": "3600", "RATE_LIMIT_AGENT_AUTH": "5/60"}
    server = start_server(database, env=SOON | rarely)
    with server.as_operator() as operator:
        left, joined = make_board(operator), make_board(operator)
        agent = make_agent(operator, left)
        secret, shown = make_task(operator, left, "Secret"), make_task(operator, joined, "Shown")
        with as_agent(server, agent) as client, as_agent(server, agent) as busy, reading(client, EVENTS) as everything:
            touch(operator, left, secret, "Secret, but not yet")
            wait_for_title(everything, "Secret, but not yet")
            if calls_too_often:
                assert wait_until(lambda: busy.get("/api/v1/agent/healthz").status_code == 429, timeout=10)
            ok(operator.patch(f"/api/v1/agents/{agent.id}", json={"board_id": joined["id"]}))
            touch(operator, left, secret, "Secret indeed")
            touch(operator, joined, shown, "Shown indeed")
            wait_for_title(everything, "Shown indeed")
    titles = [frame.data["task"]["title"] for frame in everything.events() if frame.data.get("task")]
    assert "Secret indeed" not in titles


def test_a_person_whose_board_is_taken_away_hears_nothing_more_of_it(
    database: str, start_server: Callable[..., ServerProcess]
) -> None:
    server = start_server(database, env=SOON)
    with server.as_operator() as operator, server.as_operator() as client, server.as_operator() as of_board:
        taken, kept = make_board(operator), make_board(operator)
        worker, watcher = make_agent(operator, taken), make_agent(operator, kept)
        task, other = make_task(operator, taken), make_task(operator, kept)
        people, rights = People(database), {taken["id"]: (True, False), kept["id"]: (True, False)}
        people.become(taken["organization_id"], "member", grants=rights)
        path = f"/api/v1/boards/{taken['id']}/tasks/stream"
        with (
            as_agent(server, worker) as at_taken,
            as_agent(server, watcher) as at_kept,
            reading(client, EVENTS) as everything,
            reading(of_board, path, comes_back=False) as narrow,
        ):
            comment(at_taken, taken, task, "Before")
            wait_for_comment(everything, "Before")
            people.become(taken["organization_id"], "member", grants={kept["id"]: (True, False)})
            assert narrow.ended.wait(10)
            comment(at_taken, taken, task, "Not for you")
            comment(at_kept, kept, other, "After")
            wait_for_comment(everything, "After")
    said = [frame.data["message"] for frame in everything.events() if frame.name == "task.comment"]
    assert said == ["Before", "After"]
    assert [frame.data["activity"]["message"] for frame in narrow.events()] == ["Before"]


def test_a_deleted_agents_stream_ends(server: ServerProcess, operator: httpx.Client) -> None:
    agent = make_agent(operator, make_board(operator))
    with as_agent(server, agent) as client, reading(client, EVENTS, comes_back=False) as reader:
        ok(operator.delete(f"/api/v1/agents/{agent.id}"))
        assert reader.ended.wait(10)
    with as_agent(server, agent) as client:
        assert client.get(EVENTS).status_code == 401


def test_a_stream_stays_open_when_its_agent_calls_too_often(
    sqlite_url: str, start_server: Callable[..., ServerProcess]
) -> None:
    server = start_server(sqlite_url, env=SOON | {"RATE_LIMIT_AGENT_AUTH": "5/60"})
    with server.as_operator() as operator:
        board = make_board(operator)
        agent = make_agent(operator, board)
        with as_agent(server, agent) as client, reading(client, EVENTS, comes_back=False) as reader:
            with as_agent(server, agent) as busy:
                assert wait_until(lambda: busy.get("/api/v1/agent/healthz").status_code == 429, timeout=10)
            task = make_task(operator, board, "Still told")
            wait_for_title(reader, task["title"])
            assert not reader.ended.is_set()


def comment(client: httpx.Client, board: Json, task: Json, message: str, prefix: str = "/api/v1/agent") -> None:
    ok(client.post(f"{prefix}/boards/{board['id']}/tasks/{task['id']}/comments", json={"message": message}))


def wait_for_comment(reader: Reader, message: str) -> None:
    assert wait_until(lambda: any(frame.data.get("message") == message for frame in reader.events()), timeout=10)


def hears(reader: Reader, operator: httpx.Client, left: Json, secret: Json, joined: Json, shown: Json) -> bool:
    """Whether what happens on the board that was left still comes before what happens on the other one."""
    number = len(reader.events())
    touch(operator, left, secret, f"Perhaps secret {number}")
    touch(operator, joined, shown, f"Shown {number}")
    wait_for_title(reader, f"Shown {number}")
    return any((frame.data.get("task") or {}).get("title") == f"Perhaps secret {number}" for frame in reader.events())


def wait_for_title(reader: Reader, title: str) -> None:
    def heard() -> bool:
        return any((frame.data.get("task") or {}).get("title") == title for frame in reader.events())

    assert wait_until(heard, timeout=10)


# --- many


def test_w49_two_hundred_subscribers_hear_everything_once_and_in_order_and_hold_nobody_up(
    module_database: str, server: ServerProcess, operator: httpx.Client
) -> None:
    board = make_board(operator)
    task = make_task(operator, board)
    elsewhere = make_board(operator)
    ava = make_agent(operator, elsewhere, "Ava")
    start = newest_position(module_database)

    def use() -> None:
        """What people and agents ask of every process while all of them are open: each is answered."""
        with ExitStack() as clients, ThreadPoolExecutor(8) as pool:
            for index in range(len(server.base_urls)):
                person = clients.enter_context(server.as_operator(index))
                agent = clients.enter_context(as_agent(server, ava, index))
                calls = [
                    lambda it=person: ok(it.get("/readyz")),
                    lambda it=person: ok(it.get(f"/api/v1/boards/{board['id']}/snapshot")),
                    lambda it=person: ok(it.get("/api/v1/overview")),
                    lambda it=person: make_note(it, elsewhere),
                    lambda it=agent: ok(it.post("/api/v1/agent/heartbeat")),
                ]
                list(pool.map(lambda call: call(), calls * 4))

    writing = partial(touch, operator, board, task)
    heard = asyncio.run(_subscribe(server, start, use, lambda number: writing(f"Take {number}"), 20))
    everything = positions_after(module_database, start, board)
    assert len(everything) == 20
    assert [one for one in heard if one != everything] == []
    assert len(heard) == SUBSCRIBERS


async def _subscribe(
    server: ServerProcess, start: int, use: Callable[[], None], write: Callable[[int], None], writes: int
) -> list[list[int]]:
    """What each of the subscribers, spread over the processes, was told by so many writes; `use` comes before them."""
    ready = asyncio.Semaphore(0)

    async def subscriber(number: int) -> list[int]:
        place = urlsplit(server.base_urls[number % len(server.base_urls)])
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        writer.write(
            f"GET {EVENTS}?topics=tasks HTTP/1.0\r\nHost: {place.netloc}\r\n"
            f"Authorization: Bearer {server.token}\r\nLast-Event-ID: {start}\r\n\r\n".encode()
        )
        heard: list[int] = []
        async for line in reader:
            if line.startswith(b"event: hello"):
                ready.release()
            if line.startswith(b"id: ") and int(line[4:]) > start:
                heard.append(int(line[4:]))
            if len(heard) == writes:
                break
        writer.close()
        return heard

    async with asyncio.timeout(60):
        subscribers = [asyncio.create_task(subscriber(number)) for number in range(SUBSCRIBERS)]
        for _ in range(SUBSCRIBERS):
            await ready.acquire()
        await asyncio.to_thread(use)
        for number in range(writes):
            await asyncio.to_thread(write, number)
        heard = list(await asyncio.gather(*subscribers))
    assert all(before < after for one in heard for before, after in pairwise(one))
    return heard
