"""A stretch of network between the product and a service, to be cut."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Relay:
    """Passes bytes on between a port of its own and another one; once mute it takes connections and says nothing."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._mute = False
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def fall_silent(self) -> None:
        """Whoever is connected is cut off; whoever comes is heard by nobody."""
        self._mute = True
        self._cut()

    def speak(self) -> None:
        self._mute = False
        self._cut()

    def close(self) -> None:
        self._listening.close()
        self._cut()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._listening.accept()
                self._keep(caller)
                if not self._mute:
                    service = socket.create_connection(("127.0.0.1", self._target))
                    self._keep(service)
                    for source, sink in ((caller, service), (service, caller)):
                        threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def _keep(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.add(connection)

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        for end in (source, sink):
            self._end(end)

    def _cut(self) -> None:
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            self._end(connection)

    def _end(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.discard(connection)
        # Closing alone would not wake the thread that reads from it.
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        connection.close()


@contextmanager
def relay_to(port: int) -> Iterator[Relay]:
    relay = Relay(port)
    try:
        yield relay
    finally:
        relay.close()
