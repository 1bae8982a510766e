"""One connection to a gateway: calls that share the socket, and events."""

import asyncio
import json
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import uuid4

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from mission_control.gateways.protocol.errors import (
    CallTimedOut,
    ConnectionLost,
    OtherProtocol,
    refusal,
    seconds_of,
)

MIN_PROTOCOL, MAX_PROTOCOL = 3, 4
SCOPES = ["operator.read", "operator.write", "operator.admin", "operator.approvals"]
CALL_SECONDS = 30.0
TICK_SECONDS = 30.0
"""What older gateways, which do not say it, keep between two ticks."""
LONGEST_SILENCE = 45.0

FRAMES = ("event", "req", "res")
LEAST_SECRET = 8
"""Shorter ones are words that stand in any text."""
_STRANGE = re.compile(r"\\u(?:d[89a-f]|0000)", re.IGNORECASE)

Payload = Mapping[str, Any]
Listener = Callable[[str, Payload], None]


@dataclass(frozen=True, slots=True)
class Hello:
    """What a gateway says of itself when it lets us in."""

    protocol: int
    version: str | None
    boot_id: str | None
    methods: tuple[str, ...]
    events: tuple[str, ...]
    scopes: frozenset[str]
    device_token: str | None = field(repr=False)
    tick_seconds: float

    @classmethod
    def of(cls, payload: Payload) -> Self:
        server, features = _object(payload, "server"), _object(payload, "features")
        auth, policy = _object(payload, "auth"), _object(payload, "policy")
        protocol, version, token = payload.get("protocol"), server.get("version"), auth.get("deviceToken")
        scopes = auth.get("scopes")
        return cls(
            protocol=protocol if isinstance(protocol, int) else MIN_PROTOCOL,
            version=str(version)[:100] if version is not None else None,
            boot_id=str(server["bootId"])[:100] if server.get("bootId") else None,
            methods=_texts(features.get("methods")),
            events=_texts(features.get("events")),
            # Gateways that do not tell have given what was asked for.
            scopes=frozenset(_texts(scopes) if isinstance(scopes, list) else SCOPES),
            device_token=token if isinstance(token, str) and token else None,
            tick_seconds=seconds_of(policy.get("tickIntervalMs")) or TICK_SECONDS,
        )

    def missing_scopes(self) -> list[str]:
        """`operator.admin` implies all others."""
        return [] if "operator.admin" in self.scopes else [scope for scope in SCOPES if scope not in self.scopes]


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds of a silence: until it is asked whether the gateway is there, and how long after that an answer may take.

    A process that is stopped, and a machine that is gone, leave the connection standing. Ticks alone would show that
    after a minute; a ping is answered by whatever has a turn of its event loop left, so none says more.
    """

    ask: float
    tell: float
    """After having asked: it is told that nothing comes. The connection stays: the gateway may merely be busy."""
    end: float
    """After having told: it is taken for gone."""

    @classmethod
    def of(cls, tick_seconds: float) -> Self:
        """By how often the gateway says something anyway; never more than a quarter of a minute before it is told."""
        longest = min(2 * tick_seconds, LONGEST_SILENCE)
        return cls(ask=longest / 8, tell=longest / 8, end=longest * 3 / 4)

    @property
    def before_told(self) -> float:
        return self.ask + self.tell


class Connection:
    """Made by `handshake.connect`; ends by `close`, by the gateway, or when nothing was heard of that for too long."""

    def __init__(self, socket: ClientConnection, secret: str | None = None) -> None:
        """`secret` is what the gateway lets us in by: it is not repeated to anybody, whatever the gateway says."""
        self._socket = socket
        self._secret = secret if secret and len(secret) >= LEAST_SECRET else None
        self._pending: dict[str, asyncio.Future[Payload]] = {}
        self._listeners: list[Listener] = []
        self._awaited: list[tuple[str, asyncio.Future[Payload]]] = []
        self._heard_at = time.monotonic()
        self._is_understood = False
        self._heard, self._changed = asyncio.Event(), asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.hello: Hello
        self.lost: ConnectionLost | None = None
        self.ended = asyncio.Event()
        self.is_silent = False
        """It stands, and what was asked last was not answered in time."""
        self.restart_announced = False

    # --- use

    async def call(self, method: str, params: Payload | None = None, *, seconds: float = CALL_SECONDS) -> Any:
        """The answer's payload; raises CallRefused, CallTimedOut or ConnectionLost."""
        if self.lost:
            raise self.lost
        key = uuid4().hex
        answer = self._pending[key] = asyncio.get_running_loop().create_future()
        request = {"type": "req", "id": key, "method": method, "params": dict(params or {})}
        try:
            async with asyncio.timeout(seconds):
                await self._socket.send(json.dumps(request))
                frame = await answer
        except TimeoutError:
            raise CallTimedOut(method, seconds) from None
        except ConnectionClosed:
            raise self._loss() from None
        finally:
            self._pending.pop(key, None)
        if frame.get("ok") is True or ("ok" not in frame and "result" in frame):
            return frame.get("payload", frame.get("result"))
        raise refusal(method, _object(frame, "error"))

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have every event told, in the order in which they come; answers what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def close(self) -> None:
        for task in self._tasks[1:]:
            task.cancel()
        await self._socket.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def next_event(self, name: str) -> asyncio.Future[Payload]:
        """The next event of this name; fails with ConnectionLost when the connection ends before."""
        awaited: asyncio.Future[Payload] = asyncio.get_running_loop().create_future()
        self._awaited.append((name, awaited))
        return awaited

    async def changed(self) -> bool:
        """Until it falls silent, is heard again, or ends; False when it has ended."""
        await self._changed.wait()
        self._changed.clear()
        return not self.ended.is_set()

    @property
    def patience(self) -> Patience:
        return Patience.of(self.hello.tick_seconds)

    # --- life

    def start(self) -> None:
        self._tasks.append(asyncio.create_task(self._read(), name="gateway reader"))

    def watch(self) -> None:
        self._tasks.append(asyncio.create_task(self._watch(), name="gateway watchdog"))

    async def _read(self) -> None:
        with suppress(ConnectionClosed):
            async for text in self._socket:
                self._hear()
                frame = _frame(text, self._secret)
                if not self._understands(frame):
                    self.lost = OtherProtocol()
                    break
                self._take(frame)
        self.lost = self._loss()
        for answer in (*self._pending.values(), *(awaited for _, awaited in self._awaited)):
            if not answer.done():
                answer.set_exception(self.lost)
                # Whoever waited may have given up meanwhile.
                answer.exception()
        self.ended.set()
        self._changed.set()

    def _understands(self, frame: Payload) -> bool:
        """Only the first frame is judged: who has once spoken the protocol may add to it what we do not know."""
        self._is_understood = self._is_understood or frame.get("type") in FRAMES
        return self._is_understood

    def _take(self, frame: Payload) -> None:
        if frame.get("type") == "event":
            name = str(frame.get("event"))
            self.restart_announced = self.restart_announced or name == "shutdown"
            self._tell(name, _object(frame, "payload"))
        elif (answer := self._pending.get(str(frame.get("id")))) and not answer.done():
            answer.set_result(frame)

    def _tell(self, name: str, payload: Payload) -> None:
        for listener in tuple(self._listeners):
            listener(name, payload)
        for awaited in [awaited for wanted, awaited in self._awaited if wanted == name and not awaited.done()]:
            awaited.set_result(payload)
        self._awaited = [(wanted, awaited) for wanted, awaited in self._awaited if not awaited.done()]

    async def _watch(self) -> None:
        patience = self.patience
        while await self._is_there(patience):
            left = patience.ask
            while left > 0:
                await asyncio.sleep(left)
                left = self._heard_at + patience.ask - time.monotonic()
        silence = patience.before_told + patience.end
        self.lost = ConnectionLost(None, f"nothing was heard for {silence:g} seconds")
        # A peer that is not there any more does not answer a close either.
        self._socket.transport.abort()

    async def _is_there(self, patience: Patience) -> bool:
        """Whether it is heard of within a while after it was asked; anything that it says will do."""
        self._heard.clear()
        with suppress(TimeoutError, ConnectionClosed):
            # A full buffer, from which nothing is taken, keeps the question itself: no answer either.
            async with asyncio.timeout(patience.tell):
                pong = asyncio.ensure_future(await self._socket.ping())
                pong.add_done_callback(self._take_pong)
                await self._heard.wait()
                return True
        self._turn(silent=True)
        with suppress(TimeoutError):
            async with asyncio.timeout(patience.end):
                await self._heard.wait()
                self._turn(silent=False)
                return True
        return False

    def _take_pong(self, pong: asyncio.Future[float]) -> None:
        if not pong.cancelled() and pong.exception() is None:
            self._hear()

    def _hear(self) -> None:
        self._heard_at = time.monotonic()
        self._heard.set()

    def _turn(self, *, silent: bool) -> None:
        self.is_silent = silent
        self._changed.set()

    def _loss(self) -> ConnectionLost:
        return self.lost or ConnectionLost(self._socket.close_code, self._socket.close_reason or "")


def _object(payload: Payload, name: str) -> Payload:
    value = payload.get(name)
    return value if isinstance(value, Mapping) else {}


def _texts(value: object) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _frame(text: str | bytes, secret: str | None) -> Payload:
    """What is no frame of ours is passed over, as the gateway's own clients do."""
    try:
        frame = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(frame, dict):
        return {}
    # Looked for before, as there is hardly ever something to do: frames may be large.
    raw = text if isinstance(text, str) else text.decode("utf-8", "replace")
    suspect = _STRANGE.search(raw) or (secret is not None and secret in raw)
    return _clean(frame, secret) if suspect else frame


def _clean(value: Any, secret: str | None) -> Any:
    """Text that can be stored and shown: gateways cut it between the halves of a character."""
    if isinstance(value, str):
        whole = value.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return whole.replace(secret, "…") if secret else whole
    if isinstance(value, list):
        return [_clean(part, secret) for part in value]
    if isinstance(value, dict):
        return {_clean(name, secret): _clean(part, secret) for name, part in value.items()}
    return value
