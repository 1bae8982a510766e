"""What the hub must not sleep through."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from sqlalchemy import event

from mission_control.kernel.db.session import Database
from mission_control.kernel.events.hub import Delivered, EventHub
from tests.kernel.jobs_world import renamed
from tests.support.database import open_database


@pytest.fixture
def own_database(database: str) -> Iterator[Database]:
    opened = open_database(database)
    yield opened
    opened.engine.dispose()


def write(database: Database) -> None:
    with database.write() as uow:
        uow.emit(renamed("while the first follower came"))


def right_after_the_newest_position_was_read(database: Database, act: Callable[[], None]) -> None:
    """Run this once, in the thread that reads, before it hands the position on."""

    acts = iter([act])

    def heard(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if "max(events.seq)" in statement:
            next(acts, lambda: None)()

    event.listen(database.engine, "after_cursor_execute", heard)


async def _first_news(database: Database) -> Sequence[Delivered]:
    hub, loop = EventHub(database), asyncio.get_running_loop()
    await hub.start()

    async def let_the_hub_look() -> None:
        for _ in range(20):
            await asyncio.sleep(0)

    def write_and_let_the_hub_look() -> None:
        write(database)
        asyncio.run_coroutine_threadsafe(let_the_hub_look(), loop).result(10)

    right_after_the_newest_position_was_read(database, write_and_let_the_hub_look)
    try:
        async with hub.following() as newest:
            return await hub.after(newest, patience=10)
    finally:
        await hub.stop()


def test_an_event_that_comes_with_the_first_follower_is_told_at_once(own_database: Database) -> None:
    [told] = asyncio.run(_first_news(own_database))
    assert told.event.message == "renamed to while the first follower came"
