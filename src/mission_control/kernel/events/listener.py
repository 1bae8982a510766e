"""Events of other processes: PostgreSQL tells of each commit that has written some."""

import asyncio
from collections.abc import Callable

import psycopg
from sqlalchemy import URL

from mission_control.kernel.events.log import NOTIFY_CHANNEL
from mission_control.kernel.logging import get_logger

RETRY_SECONDS = 1.0

logger = get_logger(__name__)


async def listen_forever(database: URL, heard: Callable[[], None]) -> None:
    """Call `heard` whenever there may be news; a cut connection is made again."""
    url = database.set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            await _listen(url, heard)
        except psycopg.Error as error:
            logger.warning("events.listener_cut", error=type(error).__name__)
        await asyncio.sleep(RETRY_SECONDS)


async def _listen(url: str, heard: Callable[[], None]) -> None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(f"LISTEN {NOTIFY_CHANNEL}")
        # What was announced while nobody listened.
        heard()
        async for _ in connection.notifies():
            heard()
