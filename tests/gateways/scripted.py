"""Gateways of other kinds than the real one: old, refusing, silent, restarting, behind TLS.

Each listens on loopback in a thread of its own, so that it serves clients in this process and the product in another.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import json
import ssl
import threading
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

Frame = dict[str, Any]
Handler = Callable[["Scripted", Frame], Any]
ADMIN = ["operator.admin", "operator.read", "operator.write", "operator.approvals"]
TOKEN = "the-token-of-a-scripted-gateway"
NEVER = object()
"""The answer of a method that gives none."""


class Refusal(Exception):
    def __init__(self, message: str, code: str = "INVALID_REQUEST", **more: Any) -> None:
        super().__init__(message)
        self.error = {"code": code, "message": message, **more}


class _Listener(ABC):
    """Runs `_serve` in a thread while its block lasts."""

    port: int = 0

    def __enter__(self) -> Self:
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._begin()), daemon=True)
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)

    async def _begin(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        await self._serve()

    async def _until_over(self, port: int) -> None:
        self.port = port
        self._ready.set()
        await self._over.wait()

    @abstractmethod
    async def _serve(self) -> None:
        """Listen until it is over."""


@dataclass
class Scripted(_Listener):
    """A gateway that answers what it is told to; `methods` maps names to payloads, refusals or functions of params."""

    protocol: int = 4
    token: str | None = TOKEN
    scopes: list[str] = field(default_factory=lambda: list(ADMIN))
    methods: Mapping[str, Any] = field(default_factory=dict)
    refuse: Refusal | None = None
    """What every connect request is answered with."""
    silent: bool = False
    """Opens WebSockets and says nothing."""
    deaf: bool = False
    """Introduces itself, and answers nobody who wants to be let in."""
    late: float = 0.0
    """Seconds more before the answer to connecting."""
    greeting: str | None = None
    """What it says instead of introducing itself."""
    http_status: int | None = None
    """Answers every upgrade with this status."""
    delay: float = 0.0
    """Seconds before each of the upgrade, the challenge and the answer to connecting."""
    tick_ms: int = 30_000
    device_token: str | None = None
    tls: ssl.SSLContext | None = None
    boot_id: str = "boot-1"

    requests: list[Frame] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    """Paths and queries of the upgrades."""
    port: int = 0

    def __post_init__(self) -> None:
        self._sockets: set[ServerConnection] = set()
        self._first: list[Frame] = []

    @property
    def url(self) -> str:
        return f"{'wss' if self.tls else 'ws'}://127.0.0.1:{self.port}"

    @property
    def connected(self) -> frozenset[int]:
        """The ports of those who are connected now."""
        return frozenset(ws.remote_address[1] for ws in tuple(self._sockets))

    def named(self, method: str) -> list[Frame]:
        return [request for request in self.requests if request["method"] == method]

    def tell(self, event: str, payload: Frame) -> None:
        """Send an event to everybody who is connected."""
        self._in_loop(lambda ws: ws.send(json.dumps({"type": "event", "event": event, "payload": payload})))

    def tell_first(self, event: str, payload: Frame) -> None:
        """From within a method: send an event before its answer, which knows nothing of it yet."""
        self._first.append({"type": "event", "event": event, "payload": payload})

    def hang_up(self, code: int, reason: str) -> None:
        self._in_loop(lambda ws: ws.close(code, reason))

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """As a process that is stopped: its connections stand, and it neither reads nor says anything, nor pongs."""
        goes_on = threading.Event()
        self._loop.call_soon_threadsafe(goes_on.wait)
        try:
            yield
        finally:
            goes_on.set()

    # ---

    def _in_loop(self, act: Callable[[ServerConnection], Awaitable[None]]) -> None:
        async def all_of_them() -> None:
            for ws in tuple(self._sockets):
                with suppress(ConnectionClosed):
                    await act(ws)

        asyncio.run_coroutine_threadsafe(all_of_them(), self._loop).result(10)

    async def _serve(self) -> None:
        options: dict[str, Any] = {"process_request": self._upgrade, "compression": None, "close_timeout": 0.5}
        async with serve(self._talk, "127.0.0.1", self.port, ssl=self.tls, **options) as server:
            await self._until_over(next(iter(server.sockets)).getsockname()[1])

    async def _upgrade(self, connection: ServerConnection, request: Request) -> Response | None:
        self.targets.append(request.path)
        await asyncio.sleep(self.delay)
        return connection.respond(self.http_status, "not now\n") if self.http_status else None

    async def _talk(self, ws: ServerConnection) -> None:
        if self.silent:
            await ws.wait_closed()
            return
        await asyncio.sleep(self.delay)
        challenge = {"type": "event", "event": "connect.challenge", "payload": {"nonce": "n", "ts": 17}}
        await ws.send(self.greeting or json.dumps(challenge))
        self._sockets.add(ws)
        try:
            async for text in ws:
                await self._answer(ws, json.loads(text))
        except ConnectionClosed:
            pass
        finally:
            self._sockets.discard(ws)

    async def _answer(self, ws: ServerConnection, request: Frame) -> None:
        self.requests.append(request)
        if request["method"] == "connect":
            if self.deaf:
                return
            await asyncio.sleep(self.delay + self.late)
        try:
            payload = self._hello(request["params"]) if request["method"] == "connect" else self._payload(request)
        except Refusal as refusal:
            await ws.send(json.dumps({"type": "res", "id": request["id"], "ok": False, "error": refusal.error}))
            if request["method"] == "connect":
                await ws.close(1008, "refused")
            return
        while self._first:
            await ws.send(json.dumps(self._first.pop(0)))
        if payload is not NEVER:
            await ws.send(json.dumps({"type": "res", "id": request["id"], "ok": True, "payload": payload}))

    def _payload(self, request: Frame) -> Any:
        answer = self.methods.get(request["method"], Refusal(f"unknown method: {request['method']}"))
        if callable(answer):
            answer = answer(request["params"])
        if isinstance(answer, Refusal):
            raise answer
        return answer

    def _hello(self, params: Frame) -> Frame:
        if self.refuse:
            raise self.refuse
        if not params["minProtocol"] <= self.protocol <= params["maxProtocol"]:
            raise Refusal("protocol mismatch", details={"code": "PROTOCOL_MISMATCH", "expectedProtocol": self.protocol})
        given = params.get("auth", {}).get("token")
        if self.token and given not in (self.token, self.device_token or self.token):
            code = "AUTH_TOKEN_MISMATCH" if given else "AUTH_TOKEN_MISSING"
            raise Refusal("unauthorized: gateway token mismatch", details={"code": code})
        auth: Frame = {"role": "operator", "scopes": self.scopes}
        if self.device_token:
            auth["deviceToken"] = self.device_token
        return {
            "protocol": self.protocol,
            "server": {"version": "2026.9.6", "bootId": self.boot_id},
            "features": {"methods": sorted(self.methods), "events": ["tick"]},
            "auth": auth,
            "policy": {"tickIntervalMs": self.tick_ms},
        }


class Mute(_Listener):
    """Accepts connections, and answers everything with the same bytes: by default with none."""

    def __init__(self, answer: bytes = b"", port: int = 0) -> None:
        self._answer = answer
        self.port = port
        self._writers: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._talk, "127.0.0.1", self.port)
        await self._until_over(server.sockets[0].getsockname()[1])
        server.close()
        for writer in self._writers:
            writer.transport.abort()
        await asyncio.sleep(0)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        while await reader.read(4096):
            if self._answer:
                writer.write(self._answer)
                await writer.drain()
                break
        writer.close()


class Chatty(Mute):
    """Says something of its own as soon as somebody comes, and leaves the connection open after that."""

    def __init__(self, said: Iterable[bytes], pause: float = 0.0) -> None:
        """`pause` is for seconds after each part of it."""
        super().__init__()
        self._said, self._pause = said, pause

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        # One that is cancelled would be logged as a failure by asyncio's streams.
        with suppress(ConnectionError, asyncio.CancelledError):
            for part in self._said:
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(self._pause)
            # Not until it is hung up on: many a server does not look at that.
            await self._over.wait()
        writer.close()


def certificate(folder: Path) -> tuple[ssl.SSLContext, str]:
    """A server's TLS for 127.0.0.1, signed by itself, and the PEM that makes it trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "scripted gateway")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM).decode()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "both.pem").write_text(private.decode() + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context, pem
