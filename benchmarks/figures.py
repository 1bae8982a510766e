"""The figures. CPU is the server's own, over all its threads, so a busy machine disturbs it little."""

import socket
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count, islice
from typing import Any

import httpx

from benchmarks import subscribers
from benchmarks.installation import Installation, Seeded, installed

WARM_UP = 50
ROUNDS = 5
REQUESTS = 500
"""Of one round: so many that the hundredths of a second in which Linux counts CPU matter little."""
HUNG_GATEWAYS = 5
WATCHED_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    value: float
    unit: str
    target: float
    """Reached when the value is below."""

    @property
    def is_reached(self) -> bool:
        return self.value < self.target


def start(port: int) -> Iterator[Figure]:
    with installed(port) as installation:
        seeded = installation.seed(agent_count=10, task_count=100)
        installation.start()
        installation.stop()
        yield Figure("start, data in place", installation.start(), "s", 3)
        for call in operations(installation, seeded).values():
            for turn in range(100):
                call(turn).raise_for_status()
        yield Figure("resident memory after 500 requests of five kinds", installation.rss_mib(), "MiB", 120)


def heartbeat(port: int) -> Iterator[Figure]:
    for agents in (1, 500, 10_000):
        with installed(port) as installation:
            tokens = installation.seed(agent_count=agents, task_count=0).agent_tokens
            installation.start()
            with installation.client() as client:
                cpu = _cpu_ms(installation, _heartbeats(client, tokens), requests=1_000)
            yield Figure(f"heartbeat, {agents} agents: CPU", cpu, "ms", 1)


def task_list(port: int) -> Iterator[Figure]:
    for tasks in (1_000, 10_000):
        with installed(port) as installation:
            board = installation.seed(agent_count=1, task_count=tasks).board_id
            installation.start()
            with installation.operator() as operator:
                url = f"/api/v1/boards/{board}/tasks?limit=50"
                cpu = _cpu_ms(installation, _reads(operator, url))
                page = _cpu_ms(installation, _reads(operator, f"/api/v1/boards/{board}/tasks"))
            yield Figure(f"list of 50 out of {tasks} tasks: CPU", cpu, "ms", 3)
            yield Figure(f"list of 200 out of {tasks} tasks: CPU", page, "ms", 12)


def beside_hung_gateways(port: int) -> Iterator[Figure]:
    """What people wait for a list of tasks, alone and while gateways accept connections and answer nothing."""
    with installed(port) as installation, ExitStack() as listening:
        board = installation.seed(agent_count=1, task_count=1_000).board_id
        installation.start()
        with installation.operator() as operator:
            read = _reads(operator, f"/api/v1/boards/{board}/tasks?limit=50")
            alone = _p99_ms(read)
            for number in range(HUNG_GATEWAYS):
                # What nobody takes off the queue of a socket is connected, and not answered.
                hung = listening.enter_context(socket.create_server(("127.0.0.1", 0)))
                url = f"ws://127.0.0.1:{hung.getsockname()[1]}"
                body = {"name": f"Hung {number}", "url": url, "workspace_root": "~/agents"}
                operator.post("/api/v1/gateways", json=body).raise_for_status()
            beside = _p99_ms(read)
            states = {it["status"] for it in operator.get("/api/v1/gateways").json()["items"]}
    if states != {"hung"}:
        raise RuntimeError(f"the gateways were not hung: {states}")
    yield Figure("list of 50 tasks: p99", alone, "ms", 50)
    yield Figure(f"list of 50 tasks beside {HUNG_GATEWAYS} hung gateways: p99", beside, "ms", 50)


def writes(port: int) -> Iterator[Figure]:
    with installed(port) as installation:
        seeded = installation.seed(agent_count=1, task_count=1_000)
        installation.start()
        calls = operations(installation, seeded)
        yield Figure("create a task: CPU", _cpu_ms(installation, calls["create"]), "ms", 3)
        yield Figure("move a task: CPU", _cpu_ms(installation, calls["move"]), "ms", 3)
        yield Figure("comment: CPU", _cpu_ms(installation, calls["comment"]), "ms", 3)


def operations(installation: Installation, seeded: Seeded) -> dict[str, Callable[[int], httpx.Response]]:
    """What agents and people do most, in an order in which each finds what it needs."""
    operator = installation.operator()
    tasks = f"/api/v1/boards/{seeded.board_id}/tasks"
    made: list[str] = []
    turns = count()

    def create(turn: int) -> httpx.Response:
        reply = operator.post(tasks, json={"title": f"New {turn}", "description": "Some words"})
        made.append(reply.json()["id"])
        return reply

    def move(_: int) -> httpx.Response:
        turn = next(turns)
        status = ("in_progress", "review")[turn // len(made) % 2]
        return operator.patch(f"{tasks}/{made[turn % len(made)]}", json={"status": status})

    def comment(turn: int) -> httpx.Response:
        return operator.post(f"{tasks}/{made[turn % len(made)]}/comments", json={"message": "Half of it stands"})

    return {
        "heartbeat": _heartbeats(installation.client(), seeded.agent_tokens),
        "list of 50": _reads(operator, f"{tasks}?limit=50"),
        "create": create,
        "move": move,
        "comment": comment,
    }


def snapshot(port: int) -> Iterator[Figure]:
    for tasks, target in ((1_000, 60), (10_000, 600)):
        with installed(port) as installation:
            board = installation.seed(agent_count=50, task_count=tasks).board_id
            installation.start()
            with installation.operator() as operator:
                url = f"/api/v1/boards/{board}/snapshot"
                cpu = _cpu_ms(installation, _reads(operator, url), requests=20)
                yield Figure(f"snapshot of a board of {tasks} tasks: CPU", cpu, "ms", target)
                before = installation.cpu_seconds()
                operator.delete(f"/api/v1/boards/{board}", timeout=60).raise_for_status()
                cpu = (installation.cpu_seconds() - before) * 1000
            # In one transaction, for which the other writers of an SQLite database wait.
            yield Figure(f"delete a board of {tasks} tasks: CPU", cpu, "ms", tasks / 5)


def dashboard(port: int) -> Iterator[Figure]:
    with installed(port) as installation:
        installation.seed(agent_count=50, task_count=10_000, done=True)
        installation.start()
        with installation.operator() as operator:
            for name in ("dashboard", "flow"):
                url = f"/api/v1/metrics/{name}?range_key=1m"
                cpu = _cpu_ms(installation, _reads(operator, url), requests=20)
                yield Figure(f"{name} over 10000 tasks of a month: CPU", cpu, "ms", 1_000)


def streams(port: int) -> Iterator[Figure]:
    with installed(port) as installation:
        board = installation.seed(agent_count=1, task_count=10).board_id
        installation.start()
        measured = subscribers.measure(installation, board)
        yield Figure("200 streams, idle: CPU", measured.idle_cpu_percent, "%", 1)
        yield Figure("200 streams, write to the last of them: median", measured.median_ms, "ms", 100)
        yield Figure("200 streams, write to the last of them: p99", measured.p99_ms, "ms", 100)
        yield Figure("resident memory with 200 streams", installation.rss_mib(), "MiB", 120)


def _heartbeats(client: httpx.Client, tokens: list[str]) -> Callable[[int], httpx.Response]:
    """Agents in turns."""
    return lambda turn: client.post("/api/v1/agent/heartbeat", headers={"X-Agent-Token": tokens[turn % len(tokens)]})


def _reads(client: httpx.Client, url: str) -> Callable[[int], httpx.Response]:
    return lambda _: client.get(url)


def _p99_ms(call: Callable[[int], httpx.Response]) -> float:
    """What the slowest of a hundred take, of calls one after the other for longer than a connection is waited for."""
    took = []
    until = time.perf_counter() + WATCHED_SECONDS
    while (began := time.perf_counter()) < until:
        call(0).raise_for_status()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.quantiles(took, n=100)[-1]


def _cpu_ms(installation: Installation, call: Callable[[int], Any], requests: int = REQUESTS) -> float:
    """CPU milliseconds of the server for one request, in the best of some rounds; each request has to succeed.

    What the others add is not the server's: neighbours on the machine share its caches and its clock.
    """
    turns = count()

    def asked(times: int) -> None:
        for turn in islice(turns, times):
            call(turn).raise_for_status()

    asked(WARM_UP)
    rounds = []
    for _ in range(ROUNDS):
        before = installation.cpu_seconds()
        asked(requests)
        rounds.append((installation.cpu_seconds() - before) / requests * 1000)
    return min(rounds)
