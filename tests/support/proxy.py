"""A network that stops delivering: connections stay open and nothing arrives any more."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

PATIENCE_SECONDS = 0.1


class StallingProxy:
    """Passes connections on to a port of this machine until it is told to stall."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listening = socket.create_server(("127.0.0.1", 0))
        # Closing a socket does not wake who waits for it to accept.
        self._listening.settimeout(PATIENCE_SECONDS)
        self.port: int = self._listening.getsockname()[1]
        self._stalled = threading.Event()
        self._ended = threading.Event()
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []

    def stall(self) -> None:
        self._stalled.set()

    def __enter__(self) -> Self:
        self._run(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        # The first one starts the others, and is over when it has been waited for.
        for thread in self._threads:
            thread.join()
        for end in (self._listening, *self._sockets):
            end.close()

    def _run(self, work: Callable[..., None], *arguments: socket.socket) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(OSError):
                near, _ = self._listening.accept()
                self._sockets.append(near)
                far = socket.create_connection(("127.0.0.1", self._target))
                self._sockets.append(far)
                for end in (near, far):
                    end.settimeout(PATIENCE_SECONDS)
                self._run(self._pass_on, near, far)
                self._run(self._pass_on, far, near)

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while not self._ended.is_set():
                with contextlib.suppress(TimeoutError):
                    data = source.recv(65_536)
                    while self._stalled.is_set() and not self._ended.is_set():
                        self._ended.wait(PATIENCE_SECONDS)
                    sink.sendall(data)
                    if not data:
                        sink.shutdown(socket.SHUT_WR)
                        return
