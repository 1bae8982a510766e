"""A stream that comes back with its last position misses nothing and repeats nothing, whatever was restarted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import select

from mission_control.kernel.events import log
from mission_control.kernel.events.log import EventRow
from mission_control.tasks.models import TaskComment
from tests.faults.database import looking_at
from tests.faults.load import load_on
from tests.faults.rounds import rounds
from tests.streams.reader import Reader, reading
from tests.support.processes import wait_until
from tests.support.server import ServerProcess

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.timeout(120 + 60 * rounds(1))]

PINGS = {"EVENT_STREAM_PING_SECONDS": "1"}
TASK_TYPES = ["task.created", "task.updated", "task.status_changed", "task.comment", "task.deleted"]
WRITES_BETWEEN_RESTARTS = 60


@pytest.fixture
def server(database: str, start_server: Callable[..., ServerProcess]) -> ServerProcess:
    """The streams are read from the first process; on PostgreSQL half of the writers use another."""
    return start_server(database, env=PINGS, processes=1 if database.startswith("sqlite") else 2)


def positions(url: str, start: int, *, topics: Collection[str] = (), types: Collection[str] = ()) -> list[int]:
    """What the log holds after a position."""
    wanted = select(EventRow.seq).where(EventRow.seq > start).order_by(EventRow.seq)
    if topics:
        wanted = wanted.where(EventRow.topic.in_(topics))
    if types:
        wanted = wanted.where(EventRow.type.in_(types))
    with looking_at(url) as db:
        return list(db.scalars(wanted))


def comments_that_remain(url: str, start: int) -> set[int]:
    """Positions of the comments whose tasks were not deleted meanwhile."""
    with looking_at(url) as db:
        rows = select(EventRow.seq).join(TaskComment, TaskComment.id == EventRow.id).where(EventRow.seq > start)
        return set(db.scalars(rows))


def newest_position(url: str) -> int:
    with looking_at(url) as db:
        return log.last_position(db)


@pytest.fixture
def readers(database: str, server: ServerProcess) -> Iterator[Callable[..., list[Reader]]]:
    """Open streams on the first process, all from the present position on."""
    with ExitStack() as opened:

        def start(position: int, *paths: str) -> list[Reader]:
            clients = [opened.enter_context(server.as_operator()) for _ in paths]
            return [
                opened.enter_context(reading(client, path, position))
                for client, path in zip(clients, paths, strict=True)
            ]

        yield start


def test_nothing_is_missed_and_nothing_repeated_over_restarts(
    database: str, server: ServerProcess, readers: Callable[..., list[Reader]]
) -> None:
    with load_on(server, seed=1) as load:
        start = newest_position(database)
        board = load.board["id"]
        live, tasks, comments, agents = opened = readers(
            start,
            "/api/v1/events",
            f"/api/v1/boards/{board}/tasks/stream",
            "/api/v1/activity/task-comments/stream",
            "/api/v1/agents/stream",
        )
        load.start()
        for end in [server.kill, server.stop] * rounds(1):
            load.go_on_for(WRITES_BETWEEN_RESTARTS)
            end(0)
            server.start(0)
        load.go_on_for(WRITES_BETWEEN_RESTARTS)
        load.stop()

    assert load.unexpected == []
    assert load.retried
    everything = positions(database, start)
    assert wait_until(lambda: live.has_reached(everything[-1]), timeout=90)
    assert live.positions() == everything
    changes = positions(database, start, types=TASK_TYPES)
    assert wait_until(lambda: tasks.has_reached(changes[-1]), timeout=90)
    assert tasks.positions() == changes
    states = positions(database, start, topics=["agents"])
    assert wait_until(lambda: agents.has_reached(states[-1]), timeout=90)
    assert agents.positions() == states
    said, remain = positions(database, start, topics=["comments"]), comments_that_remain(database, start)
    assert wait_until(lambda: comments.has_reached(max(remain)), timeout=90)
    assert comments.positions() == sorted(set(comments.positions()))
    assert remain <= set(comments.positions()) <= set(said)
    assert all(reader.failures == [] for reader in opened)
    assert all(reader.connections >= 3 for reader in opened)
    assert not any(frame.name == "reset" for frame in live.frames)
