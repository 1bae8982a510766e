"""Many agents of one board that call at the same moment, each over a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import httpx

from tests.support.server import ServerProcess
from tests.support.world import Json, MadeAgent, as_agent, make_agent, make_board, make_task, ok

SIZE = 64

Call = Callable[["Caller"], httpx.Response]


@dataclass(frozen=True, slots=True)
class Caller:
    agent: MadeAgent
    client: httpx.Client


@dataclass(frozen=True, slots=True)
class Crowd:
    board: Json
    operator: httpx.Client
    callers: list[Caller]
    threads: ThreadPoolExecutor

    @property
    def tasks_url(self) -> str:
        """The board's tasks as agents address them."""
        return f"/api/v1/agent/boards/{self.board['id']}/tasks"

    def task(self, title: str = "Taken by one") -> Json:
        return make_task(self.operator, self.board, title)

    def read(self, task: Json) -> Json:
        found: Json = ok(self.operator.get(f"/api/v1/boards/{self.board['id']}/tasks/{task['id']}"))
        return found

    def at_once(self, call: Call) -> list[tuple[Caller, httpx.Response]]:
        """What each of them was answered; nobody starts before all are ready."""
        ready = threading.Barrier(len(self.callers))

        def start(caller: Caller) -> tuple[Caller, httpx.Response]:
            ready.wait(30)
            return caller, call(caller)

        return list(self.threads.map(start, self.callers))


@contextmanager
def crowd_of(server: ServerProcess, size: int = SIZE) -> Iterator[Crowd]:
    """A fresh board with its agents, spread over the processes of the server; none has called yet."""
    with ExitStack() as opened:
        operator = opened.enter_context(server.as_operator())
        board = make_board(operator)
        callers = []
        for number in range(size):
            agent = make_agent(operator, board, f"Agent {number}")
            client = opened.enter_context(as_agent(server, agent, number % len(server.ports)))
            callers.append(Caller(agent, client))
        threads = opened.enter_context(ThreadPoolExecutor(size))
        yield Crowd(board, operator, callers, threads)
