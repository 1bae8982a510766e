"""Requests to addresses that people have written down: checked when they are connected to, and bounded."""

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpcore
import httpx

from mission_control.kernel.security.addresses import forbidden

MAX_ANSWER = 2_000
"""Bytes of an answer that are read."""
CONNECT_SECONDS = 10.0
WRITTEN_AT_ONCE = 65_536


class NotSent(Exception):
    """There is no answer; the text says why, for people."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    retry_after: str | None
    text: str
    """The beginning of an answer that is no success; nobody waits for the rest of one that is."""

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


def post(url: str, headers: Mapping[str, str], body: bytes, *, seconds: float, allow_private: bool) -> Answer:
    """Send once, without a proxy and without following a redirect; all of it takes at most `seconds`.

    The name is looked up here and only addresses that are allowed are connected to, so that a name cannot mean one
    address when it is checked and another one when it is used. Raises NotSent.
    """
    network = _CheckedNetwork(allow_private=allow_private, until=time.monotonic() + seconds)
    timeout = dict.fromkeys(("connect", "read", "write", "pool"), seconds)
    try:
        with (
            httpcore.ConnectionPool(ssl_context=_trusted(), network_backend=network) as pool,
            pool.stream(
                "POST", url, headers=list(headers.items()), content=body, extensions={"timeout": timeout}
            ) as reply,
        ):
            return _answer(reply)
    except _Forbidden as error:
        raise NotSent(str(error)) from None
    except (httpcore.TimeoutException, TimeoutError):
        raise NotSent(f"there was no answer within {seconds:.0f} seconds") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise NotSent(f"the connection failed: {_reason(error)}") from None


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities that the other requests of the product trust; reading them takes longer than a request."""
    return httpx.create_ssl_context()


def _answer(reply: httpcore.Response) -> Answer:
    headers = {name.lower(): value for name, value in reply.headers}
    retry_after = headers.get(b"retry-after")
    answer = Answer(reply.status, retry_after.decode("latin-1") if retry_after else None, "")
    if answer.is_success:
        return answer
    told = _beginning(reply).decode("utf-8", "replace").replace("\x00", "\ufffd")
    return Answer(answer.status, answer.retry_after, told)


def _beginning(reply: httpcore.Response) -> bytes:
    """As much as came: the status is an answer, whatever becomes of its words."""
    text = b""
    try:
        for part in reply.iter_stream():
            text += part
            if len(text) >= MAX_ANSWER:
                break
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError):
        pass
    return text[:MAX_ANSWER]


_ERRNO = re.compile(r"\[Errno -?\d+\]\s*")
"""Python puts a number before the words of the system."""


def _reason(error: Exception) -> str:
    return _ERRNO.sub("", str(error)).strip() or type(error).__name__


class _Forbidden(httpcore.NetworkError):
    pass


class _CheckedNetwork(httpcore.SyncBackend):
    """Connects to what is allowed, and to nothing that takes longer than until the end."""

    def __init__(self, *, allow_private: bool, until: float) -> None:
        super().__init__()
        self._allow_private = allow_private
        self._until = until

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: httpcore.NetworkError | httpcore.TimeoutException = _Forbidden(f"no machine is known as {host}")
        for address in _looked_up(host, port):
            refused = forbidden(address, allow_private=self._allow_private)
            if refused:
                failure = _Forbidden(f"Mission Control does not connect there: {refused}")
                continue
            try:
                left = min(_left(self._until, httpcore.ConnectTimeout), timeout or CONNECT_SECONDS, CONNECT_SECONDS)
                stream = super().connect_tcp(str(address), port, left, local_address, socket_options)
            except (httpcore.NetworkError, httpcore.TimeoutException) as error:
                failure = error
            else:
                return _TimedStream(stream, self._until)
        raise failure


class _TimedStream(httpcore.NetworkStream):
    """Bytes until a moment. The limits of the library are of each read: a byte now and then would never end."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - what is left counts
        return self._stream.read(max_bytes, _left(self._until, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        for start in range(0, len(buffer), WRITTEN_AT_ONCE):
            left = _left(self._until, httpcore.WriteTimeout)
            self._stream.write(buffer[start : start + WRITTEN_AT_ONCE], left)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        left = _left(self._until, httpcore.ConnectTimeout)
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(until: float, expired: type[httpcore.TimeoutException]) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise expired
    return left


def _looked_up(host: str, port: int) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    # Without the zone of an IPv6 address: those that have one are of this machine's network, and never connected to.
    texts = dict.fromkeys(str(info[4][0]).partition("%")[0] for info in infos)
    return [ipaddress.ip_address(text) for text in texts]
