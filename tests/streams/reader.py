"""A client of an event stream that comes back with the last position it has seen, as browsers do."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

from tests.support.processes import wait_until

PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Frame:
    name: str
    position: int | None
    data: Any


def frames_of(lines: Iterator[str]) -> Iterator[Frame]:
    """Server-sent events; comments are left out."""
    fields: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")
        elif "data" in fields:
            position = int(fields["id"]) if "id" in fields else None
            yield Frame(fields.get("event", "message"), position, json.loads(fields["data"]))
            fields = {}
        else:
            fields = {}


@dataclass
class Reader:
    """Reads in a thread of its own, over as many connections as it takes."""

    client: httpx.Client
    path: str
    position: str | None = None
    frames: list[Frame] = field(default_factory=list)
    connections: int = 0
    refusals: list[int] = field(default_factory=list)
    """Statuses of the answers that were no streams."""
    endings: list[str] = field(default_factory=list)
    """How connections ended that the reader did not end."""
    failures: list[BaseException] = field(default_factory=list)
    comes_back: bool = True
    ended: threading.Event = field(default_factory=threading.Event)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> Reader:
        """Returns when the first connection is open."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert wait_until(lambda: self.connections > 0 or self.ended.is_set(), timeout=90)
        return self

    def stop(self) -> None:
        """Returns when the connection is closed, at the latest with the stream's next sign of life."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(30)

    def events(self) -> list[Frame]:
        """Without what tells of the stream itself."""
        return [frame for frame in list(self.frames) if frame.name not in {"hello", "reset"}]

    def positions(self) -> list[int]:
        return [frame.position for frame in self.events() if frame.position is not None]

    def has_reached(self, position: int) -> bool:
        positions = self.positions()
        return bool(positions) and positions[-1] >= position

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                try:
                    self._follow()
                    self._note_ending("by the server")
                except httpx.TransportError as error:
                    self._note_ending(repr(error))
                    self._stopping.wait(PAUSE_SECONDS)
                if not self.comes_back:
                    return
        except Exception as error:  # noqa: BLE001 - for the test to see
            self.failures.append(error)
        finally:
            self.ended.set()

    def _note_ending(self, how: str) -> None:
        if not self._stopping.is_set() and self.connections > len(self.endings):
            self.endings.append(f"{how}, at {datetime.now(UTC):%H:%M:%S.%f}")

    def _follow(self) -> None:
        headers: Mapping[str, str] = {"Last-Event-ID": self.position} if self.position is not None else {}
        with self.client.stream("GET", self.path, headers=headers) as reply:
            if reply.status_code != 200:
                self.refusals.append(reply.status_code)
                self._stopping.wait(PAUSE_SECONDS)
                return
            for frame in frames_of(self._lines(reply)):
                self.frames.append(frame)
                if frame.position is not None:
                    self.position = str(frame.position)

    def _lines(self, reply: httpx.Response) -> Iterator[str]:
        for number, line in enumerate(reply.iter_lines()):
            # Every stream says something at once, if only a comment: from here on nothing is missed.
            self.connections += number == 0
            if self._stopping.is_set():
                return
            yield line


@contextmanager
def reading(client: httpx.Client, path: str, position: int | str | None = None, **options: Any) -> Iterator[Reader]:
    reader = Reader(client, path, None if position is None else str(position), **options)
    try:
        yield reader.start()
    finally:
        reader.stop()
