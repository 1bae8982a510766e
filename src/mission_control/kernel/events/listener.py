"""What other processes tell: PostgreSQL passes on that a commit has written events, and what is told in passing."""

import asyncio
from collections.abc import Callable

import psycopg
from sqlalchemy import URL

from mission_control.kernel.logging import get_logger

RETRY_SECONDS = 1.0

logger = get_logger(__name__)


Heard = Callable[[str], None]


async def listen_forever(database: URL, channel: str, heard: Heard, began: Callable[[], None] | None = None) -> None:
    """Call `heard` with what comes over a channel, and `began` with each connection: a cut one is made again."""
    url = database.set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            await _listen(url, channel, heard, began)
        except psycopg.Error as error:
            logger.warning("events.listener_cut", error=type(error).__name__)
        await asyncio.sleep(RETRY_SECONDS)


async def _listen(url: str, channel: str, heard: Heard, began: Callable[[], None] | None) -> None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(f"LISTEN {channel}")
        if began:
            began()
        async for notice in connection.notifies():
            heard(notice.payload)
