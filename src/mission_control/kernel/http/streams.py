"""Server-sent events: resumable, checked again while open, silent and free while nothing happens."""

import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from anyio import to_thread
from fastapi import Request
from fastapi.responses import StreamingResponse

from mission_control.kernel.events import log
from mission_control.kernel.events.hub import Delivered, EventHub
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.http.access import Access
from mission_control.kernel.http.errors import ApiError
from mission_control.kernel.http.router import Backend, check_sender
from mission_control.kernel.security.principals import Principal

MAX_POSITION = 2**63 - 1
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}

Sees = Callable[[EventRow], bool]
"""Whether the follower may know of an event and asked for it."""


@dataclass(frozen=True, slots=True)
class StreamKind:
    """How one kind of stream shows events; `frame` answers None for an event that it does not show."""

    name: str
    frame: Callable[[Delivered], bytes | None]
    greets: bool = False
    """Whether it begins with `hello`, and says `reset` when a position is not kept any more."""


def frame(event: str, data: object, position: int | None = None) -> bytes:
    """One event on the wire, with CRLF as the reference sends it."""
    identity = f"id: {position}\r\n" if position is not None else ""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)
    return f"{identity}event: {event}\r\ndata: {text}\r\n\r\n".encode("utf-8", "replace")


def stream(
    request: Request,
    backend: Backend,
    access: Access,
    kind: StreamKind,
    since: str | None,
    sees: Callable[[Principal], Sees],
    principal: Principal,
) -> StreamingResponse:
    """The answer of a streaming route. `sees` is asked again, with a fresh principal, while the stream is open."""
    following = _Following(request, backend, access, kind, since, sees, principal)
    return StreamingResponse(following.run(), media_type="text/event-stream", headers=HEADERS)


class _Following:
    def __init__(
        self,
        request: Request,
        backend: Backend,
        access: Access,
        kind: StreamKind,
        since: str | None,
        sees: Callable[[Principal], Sees],
        principal: Principal,
    ) -> None:
        self._request = request
        self._backend = backend
        self._access = access
        self._kind = kind
        self._since = since
        self._sees = sees
        self._filter = sees(principal)
        self._recheck_at = time.monotonic() + backend.settings.event_stream_recheck_seconds

    async def run(self) -> AsyncIterator[bytes]:
        hub: EventHub = self._backend.hub
        ping = self._backend.settings.event_stream_ping_seconds
        async with hub.following() as newest:
            position, kept = await self._start(newest)
            if self._kind.greets:
                if not kept:
                    yield frame("reset", {"position": position}, position)
                yield frame("hello", {"position": position}, position)
            else:
                yield b": connected\r\n\r\n"
            while not hub.closed:
                events = await hub.after(position, ping)
                if not await self._still_admitted():
                    return
                if not events and not hub.closed:
                    yield f": ping - {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\r\n\r\n".encode()
                for chunk in self._frames(events):
                    yield chunk
                if events:
                    position = events[-1].seq

    def _frames(self, events: Sequence[Delivered]) -> list[bytes]:
        admitted = (item for item in events if self._filter(item.event))
        return [chunk for item in admitted if (chunk := self._framed(item))]

    def _framed(self, item: Delivered) -> bytes | None:
        if self._kind.name not in item.frames:
            item.frames[self._kind.name] = self._kind.frame(item)
        return item.frames[self._kind.name]

    async def _start(self, newest: int) -> tuple[int, bool]:
        """Where to begin, and whether everything since the asked position is still kept."""
        asked = self._request.headers.get("last-event-id", "").strip()
        if asked.isascii() and asked.isdigit() and int(asked) <= MAX_POSITION:
            return await to_thread.run_sync(self._resume, int(asked), newest)
        moment = parse_since(self._since)
        if moment is None:
            return newest, True
        return await to_thread.run_sync(self._position_at, moment), True

    def _resume(self, position: int, newest: int) -> tuple[int, bool]:
        with self._backend.database.read() as uow:
            kept = log.first_position(uow.db) - 1 <= position <= max(newest, log.last_position(uow.db))
        return (position, True) if kept else (newest, False)

    def _position_at(self, moment: datetime) -> int:
        with self._backend.database.read() as uow:
            return log.position_at(uow.db, moment)

    async def _still_admitted(self) -> bool:
        if time.monotonic() < self._recheck_at:
            return True
        self._recheck_at = time.monotonic() + self._backend.settings.event_stream_recheck_seconds
        try:
            principal = await to_thread.run_sync(check_sender, self._request, self._access)
            self._filter = await to_thread.run_sync(self._sees, principal)
        except ApiError:
            return False
        return True


def parse_since(text: str | None) -> datetime | None:
    """A moment in UTC; None for one that is missing or cannot be read, which means now."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
