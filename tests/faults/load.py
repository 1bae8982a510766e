"""Writers that go on over crashes: what was not answered they repeat, under the same key, until it is."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import Json, as_agent, make_agent, make_board

WRITERS = 16
PAUSE_SECONDS = 0.05
"""Between two tries of a request whose server is away."""
REFUSED = frozenset({403, 404, 409})
"""Writers get in each other's way: the task is gone, taken, or where it should go already."""


@dataclass(frozen=True, slots=True)
class Write:
    """A request that was answered. Its name is also its key, and the id that its events carry."""

    name: str
    kind: str
    client: httpx.Client
    method: str
    url: str
    body: Json
    status: int
    answer: Json

    @property
    def succeeded(self) -> bool:
        return self.status == 200

    def repeat(self) -> httpx.Response:
        return send(self.client, self.method, self.url, self.body, self.name)


@dataclass(slots=True)
class Load:
    """Sixteen writers, each with an operator's and an agent's connection."""

    board: Json
    seed: int
    people: list[httpx.Client]
    agents: list[httpx.Client]
    answered: list[Write] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    retried: list[str] = field(default_factory=list)
    """Names of the requests that were sent more than once."""
    abandoned: bool = False
    """The test has failed: what is not answered will not be."""
    _stopping: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        for number, (person, agent) in enumerate(zip(self.people, self.agents, strict=True)):
            writer = _Writer(self, person, agent, random.Random(f"{self.seed}-{number}"))
            self._threads.append(threading.Thread(target=writer.run, daemon=True))
        for thread in self._threads:
            thread.start()

    def go_on_for(self, writes: int) -> None:
        """Returns when so many more requests have been answered."""
        reached = len(self.answered) + writes
        assert wait_until(lambda: len(self.answered) >= reached, timeout=60, interval=0.01), "nothing is answered"

    def stop(self) -> None:
        """Returns when every request that was begun is answered."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in self._threads), "a request was never answered"

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    def succeeded(self) -> list[Write]:
        return [write for write in list(self.answered) if write.succeeded]


class _Writer:
    def __init__(self, load: Load, person: httpx.Client, agent: httpx.Client, chance: random.Random) -> None:
        self._load = load
        self._person = person
        self._agent = agent
        self._chance = chance
        self._tasks: list[str] = []

    def run(self) -> None:
        while not self._load.stopping:
            steps = [self._claim] if not self._tasks else [self._edit, self._move, self._say, self._claim, self._delete]
            for step in (self._create, *self._chance.sample(steps, k=min(3, len(steps)))):
                step()

    def _create(self) -> None:
        answer = self._write("create", self._person, "POST", self._url(), title=f"Task {uuid4().hex[:8]}")
        if answer:
            self._tasks.append(answer["id"])

    def _edit(self) -> None:
        self._write("edit", self._person, "PATCH", self._some_task(), title=f"Edited {uuid4().hex}")

    def _move(self) -> None:
        status = self._chance.choice(["inbox", "in_progress", "review", "done"])
        self._write("move", self._person, "PATCH", self._some_task(), status=status)

    def _say(self) -> None:
        self._write("say", self._person, "POST", f"{self._some_task()}/comments", message=f"Words {uuid4().hex}")

    def _claim(self) -> None:
        self._write("claim", self._agent, "POST", "/api/v1/agent/tasks/claim?another=true")

    def _delete(self) -> None:
        task = self._some_task()
        self._write("delete", self._person, "DELETE", task)
        if len(self._tasks) > 1:
            self._tasks.remove(task.rpartition("/")[2])

    def _url(self) -> str:
        return f"/api/v1/boards/{self._load.board['id']}/tasks"

    def _some_task(self) -> str:
        return f"{self._url()}/{self._chance.choice(self._tasks)}"

    def _write(self, kind: str, client: httpx.Client, method: str, url: str, **body: Any) -> Json | None:
        name = f"{kind}-{uuid4().hex}"
        tries = 0
        while not self._load.abandoned:
            tries += 1
            if tries == 2:
                self._load.retried.append(name)
            try:
                reply = send(client, method, url, body, name)
            except httpx.TransportError:
                # The server is being killed or started; the writer's own pace, nothing waits for it.
                threading.Event().wait(PAUSE_SECONDS)
                continue
            if reply.status_code == 503 and reply.json()["retryable"]:
                threading.Event().wait(PAUSE_SECONDS)
                continue
            answer = reply.json()
            if reply.status_code not in REFUSED | {200}:
                self._load.unexpected.append(f"{method} {url} {body}: {reply.status_code} {reply.text[:300]}")
            self._load.answered.append(Write(name, kind, client, method, url, body, reply.status_code, answer))
            return answer if reply.status_code == 200 else None
        return None


def send(client: httpx.Client, method: str, url: str, body: Json, name: str) -> httpx.Response:
    headers = {"Idempotency-Key": name, "X-Request-Id": name}
    return client.request(method, url, json=body or None, headers=headers)


@contextmanager
def load_on(server: ServerProcess, seed: int, *, writers: int = WRITERS) -> Iterator[Load]:
    """A board and its writers, spread over the processes of the server; started by the caller."""
    with ExitStack() as opened:
        operator = opened.enter_context(server.as_operator())
        board = make_board(operator)
        made = [make_agent(operator, board, f"Agent {number}") for number in range(writers)]
        places = [number % len(server.ports) for number in range(writers)]
        people = [opened.enter_context(server.as_operator(place)) for place in places]
        agents = [
            opened.enter_context(as_agent(server, agent, place)) for agent, place in zip(made, places, strict=True)
        ]
        load = Load(board, seed, people, agents)
        try:
            yield load
        except BaseException:
            load.abandoned = True
            raise
        finally:
            load.stop()
