"""Two hundred readers of the event stream: what they cost while nothing happens, and how late the last one hears."""

import asyncio
import statistics
import time
from dataclasses import dataclass
from uuid import UUID

import httpx

from benchmarks.installation import Installation

READERS = 200
WRITES = 100
IDLE_SECONDS = 10.0
PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Measured:
    idle_cpu_percent: float
    median_ms: float
    p99_ms: float


def measure(installation: Installation, board_id: UUID) -> Measured:
    return asyncio.run(_measure(installation, board_id))


async def _measure(installation: Installation, board_id: UUID) -> Measured:
    seen: asyncio.Queue[tuple[str, float]] = asyncio.Queue()
    connected = asyncio.Semaphore(0)
    limits = httpx.Limits(max_connections=READERS + 10)
    async with httpx.AsyncClient(**installation.options_of_operator(), limits=limits) as client:
        readers = [asyncio.create_task(_read(client, seen, connected)) for _ in range(READERS)]
        for _ in readers:
            await connected.acquire()
        idle = await _idle_cpu_percent(installation)
        delays = [await _delay(client, board_id, f"Write {number}", seen) for number in range(WRITES)]
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*readers, return_exceptions=True)
    delays.sort()
    return Measured(idle, statistics.median(delays) * 1000, delays[int(len(delays) * 0.99) - 1] * 1000)


async def _read(
    client: httpx.AsyncClient, seen: "asyncio.Queue[tuple[str, float]]", connected: asyncio.Semaphore
) -> None:
    """Note when each task's event arrives; only its title is looked for, so that the readers stay cheap."""
    async with client.stream("GET", "/api/v1/events", timeout=None) as stream:
        async for line in stream.aiter_lines():
            if line.startswith("event: hello"):
                connected.release()
            elif (start := line.find('"Write ')) >= 0:
                seen.put_nowait((line[start + 1 : line.index('"', start + 1)], time.perf_counter()))


async def _idle_cpu_percent(installation: Installation) -> float:
    await asyncio.sleep(1)
    before = installation.cpu_seconds()
    await asyncio.sleep(IDLE_SECONDS)
    return (installation.cpu_seconds() - before) / IDLE_SECONDS * 100


async def _delay(
    client: httpx.AsyncClient, board_id: UUID, title: str, seen: "asyncio.Queue[tuple[str, float]]"
) -> float:
    """Seconds from the answer to a write until the last reader has it."""
    began = time.perf_counter()
    reply = await client.post(f"/api/v1/boards/{board_id}/tasks", json={"title": title})
    reply.raise_for_status()
    last = began
    for _ in range(READERS):
        got, at = await asyncio.wait_for(seen.get(), 30)
        assert got.startswith(title), (got, title)
        last = max(last, at)
    await asyncio.sleep(PAUSE_SECONDS)
    return last - began
