"""Requests to addresses that people have written down: checked when they are connected to, and bounded."""

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import httpcore

from mission_control.kernel.security.addresses import forbidden

MAX_ANSWER = 2_000
"""Bytes of an answer that are read."""


class NotSent(Exception):
    """There is no answer; the text says why, for people."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    retry_after: str | None
    text: str
    """Its beginning."""


def post(url: str, headers: Mapping[str, str], body: bytes, *, seconds: float, allow_private: bool) -> Answer:
    """Send once, without a proxy and without following a redirect; takes at most `seconds`, more or less.

    The name is looked up here and only addresses that are allowed are connected to, so that a name cannot mean one
    address when it is checked and another one when it is used. Raises NotSent.
    """
    until = time.monotonic() + seconds
    phase = min(seconds, 10.0)
    timeout = {"connect": phase, "read": seconds, "write": phase, "pool": phase}
    backend = _CheckedNetwork(allow_private=allow_private)
    try:
        with (
            httpcore.ConnectionPool(ssl_context=ssl.create_default_context(), network_backend=backend) as pool,
            pool.stream(
                "POST", url, headers=list(headers.items()), content=body, extensions={"timeout": timeout}
            ) as reply,
        ):
            return _answer(reply, until)
    except _Forbidden as error:
        raise NotSent(str(error)) from None
    except (httpcore.TimeoutException, TimeoutError):
        raise NotSent(f"there was no answer within {seconds:.0f} seconds") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise NotSent(f"the connection failed: {_reason(error)}") from None


def _answer(reply: httpcore.Response, until: float) -> Answer:
    text = b""
    for part in reply.iter_stream():
        text += part
        if len(text) >= MAX_ANSWER or time.monotonic() > until:
            break
    headers = {name.lower(): value for name, value in reply.headers}
    retry_after = headers.get(b"retry-after")
    told = text[:MAX_ANSWER].decode("utf-8", "replace").replace("\x00", "\ufffd")
    return Answer(reply.status, retry_after.decode("latin-1") if retry_after else None, told)


def _reason(error: Exception) -> str:
    return str(error).strip() or type(error).__name__


class _Forbidden(httpcore.NetworkError):
    pass


class _CheckedNetwork(httpcore.SyncBackend):
    def __init__(self, *, allow_private: bool) -> None:
        super().__init__()
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        reason = f"no machine is known as {host}"
        for info in _looked_up(host, port):
            address = ipaddress.ip_address(info.partition("%")[0])
            refused = forbidden(address, allow_private=self._allow_private)
            if refused is None:
                return super().connect_tcp(str(address), port, timeout, local_address, socket_options)
            reason = f"Mission Control does not connect there: {refused}"
        raise _Forbidden(reason)


def _looked_up(host: str, port: int) -> list[str]:
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(info[4][0]) for info in infos))
