"""Server-sent events: resumable, checked again while open, silent and free while nothing happens."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import Request
from fastapi.responses import StreamingResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import Send

from mission_control.kernel.events import log
from mission_control.kernel.events.envelope import IMPORTED, PERSON, Topic
from mission_control.kernel.events.hub import Delivered, EventHub
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.events.passing import Passing
from mission_control.kernel.http.access import Access
from mission_control.kernel.http.errors import ApiError, TooManyRequests
from mission_control.kernel.http.router import Backend, check_sender
from mission_control.kernel.security.principals import AgentPrincipal, Principal, UserPrincipal
from mission_control.kernel.threads import in_thread

MAX_DIGITS = 18
"""No position is longer; the databases could not compare it."""
RETRY_SECONDS = 1.0
COMING_BACK = b"retry: 2000\r\n\r\n"
"""In how many milliseconds to come back after the stream has ended; said at once, so that it is known to be open."""
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


class EventStream(StreamingResponse):
    """The answer of a streaming route, as its declaration names it for the API document."""

    media_type = "text/event-stream"

    async def stream_response(self, send: Send) -> None:
        """Begin before the head leaves: whoever has that is told of everything that happens from then on."""
        chunks = aiter(self.body_iterator)
        chunk = await anext(chunks, b"")
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
        async for chunk in chunks:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


Sees = Callable[[EventRow], bool]
"""Whether the follower may know of an event and asked for it."""


@dataclass(frozen=True, slots=True)
class StreamKind:
    """How one kind of stream shows events; `frame` answers None for an event that it does not show."""

    name: str
    frame: Callable[[Delivered], bytes | None]
    passes: bool = False
    """Whether it carries what is told in passing, which has no position and is not resumed."""
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
    require: Callable[[Principal], None] | None = None,
) -> EventStream:
    """The answer of a streaming route.

    While the stream is open `sees` is asked again, with a fresh principal. So is `require`, which has been asked before
    and may use the database; the stream ends when it raises an ApiError.
    """
    following = _Following(request, backend, access, kind, since, sees, principal, require)
    return EventStream(following.run(), headers=HEADERS)


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
        require: Callable[[Principal], None] | None,
    ) -> None:
        self._request = request
        self._backend = backend
        self._access = access
        self._kind = kind
        self._since = since
        self._sees = sees
        self._require = require
        self._principal = principal
        self._filter = sees(principal)
        self._recheck_at = time.monotonic() + backend.settings.event_stream_recheck_seconds

    async def run(self) -> AsyncIterator[bytes]:
        hub: EventHub = self._backend.hub
        ping = self._backend.settings.event_stream_ping_seconds
        async with hub.following() as newest:
            position, kept = await self._start(newest)
            passed = hub.passings
            yield COMING_BACK
            if self._kind.greets:
                if not kept:
                    yield frame("reset", {"position": position}, position)
                yield frame("hello", {"position": position}, position)
            spoken_at = time.monotonic()
            while not hub.closed:
                try:
                    events = await hub.after(position, ping)
                    if not await self._still_admitted(events):
                        return
                    passing, passed = hub.passed_after(passed), hub.passings
                    chunks = self._frames(events) + self._in_passing(passing)
                except SQLAlchemyError:
                    # The database is away. Nothing leaves unchecked, and nothing is skipped: the position stays.
                    await asyncio.sleep(min(ping, RETRY_SECONDS))
                    chunks, events, passing = [], (), []
                # What others are told keeps nobody's connection alive.
                woken = bool(events) or bool(passing)
                if not chunks and not hub.closed and (not woken or time.monotonic() - spoken_at >= ping):
                    chunks = [f": ping - {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\r\n\r\n".encode()]
                for chunk in chunks:
                    spoken_at = time.monotonic()
                    yield chunk
                if events:
                    position = events[-1].seq

    def _frames(self, events: Sequence[Delivered]) -> list[bytes]:
        news = (item for item in events if not item.event.type.startswith(IMPORTED))
        admitted = (item for item in news if self._filter(item.event))
        return [chunk for item in admitted if (chunk := self._framed(item))]

    def _in_passing(self, passing: Sequence[Passing]) -> list[bytes]:
        if not self._kind.passes or not isinstance(self._principal, UserPrincipal):
            return []
        mine = str(self._principal.user_id)
        return [frame(it.type, {"type": it.type, "payload": it.payload}) for it in passing if mine in it.user_ids]

    def _framed(self, item: Delivered) -> bytes | None:
        if self._kind.name not in item.frames:
            item.frames[self._kind.name] = self._kind.frame(item)
        return item.frames[self._kind.name]

    async def _start(self, newest: int) -> tuple[int, bool]:
        """Where to begin, and whether everything since the asked position is still kept."""
        asked = self._request.headers.get("last-event-id", "").strip()
        if asked.isascii() and asked.isdigit() and len(asked) <= MAX_DIGITS:
            return await in_thread(self._resume, int(asked), newest)
        moment = parse_since(self._since)
        if moment is None:
            # Whoever names a position that never was one believes to know what came before: he does not.
            return newest, not asked
        return await in_thread(self._position_at, moment), True

    def _resume(self, position: int, newest: int) -> tuple[int, bool]:
        with self._backend.database.read() as uow:
            kept = log.first_position(uow.db) - 1 <= position <= max(newest, log.last_position(uow.db))
        return (position, True) if kept else (newest, False)

    def _position_at(self, moment: datetime) -> int:
        with self._backend.database.read() as uow:
            return log.position_at(uow.db, moment)

    async def _still_admitted(self, events: Sequence[Delivered]) -> bool:
        due = time.monotonic() >= self._recheck_at
        if not due and not any(_changes_access(item.event, self._principal) for item in events):
            return True
        try:
            self._principal = await in_thread(self._check)
        except ApiError:
            return False
        self._filter = self._sees(self._principal)
        self._recheck_at = time.monotonic() + self._backend.settings.event_stream_recheck_seconds
        return True

    def _check(self) -> Principal:
        try:
            principal = check_sender(self._request, self._access)
        except TooManyRequests:
            # An agent that is known, but calls too often; that is no reason to end what it has open.
            principal = check_sender(self._request, self._access, repeated=True)
        if self._require is not None:
            self._require(principal)
        return principal


def _changes_access(event: EventRow, principal: Principal) -> bool:
    """Whether what follows in the log may not be for this follower any more: nothing later leaves unchecked.

    Events of an organization name the person that they are about in `user_id`; those that name nobody concern all.
    """
    if isinstance(principal, AgentPrincipal):
        return event.topic == Topic.AGENTS and event.agent_id == principal.agent_id
    person = str(principal.user_id)
    return event.topic == Topic.ORGANIZATION and event.payload.get(PERSON, person) == person


def parse_since(text: str | None) -> datetime | None:
    """A moment in UTC; None for one that is missing or cannot be read, which means now."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        # The second is what a first or last day of all years becomes in another zone.
        return None
