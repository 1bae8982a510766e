"""Five hundred deliveries while what the product stands on goes away and comes back: each is kept and told once."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from mission_control.kernel.events.log import EventRow
from mission_control.kernel.jobs import dead_letters
from mission_control.memory.models import BoardMemory
from mission_control.webhooks.models import WebhookPayload
from tests.faults.database import let_time_pass, looking_at
from tests.faults.own_services import own_postgres, own_redis
from tests.faults.test_services_away import is_ready, unready_because
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.services import Services
from tests.support.world import Json, make_agent, make_board, make_webhook
from tests.webhooks.signing import SECRET, github

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.timeout(300)]

DELIVERIES = 500
SENDERS = 8
WEBHOOKS = 4
PAUSE_SECONDS = 0.05


@dataclass(slots=True)
class Post:
    """Senders that do as GitHub would if it were patient: what is not taken is sent again under its name."""

    server: ServerProcess
    webhooks: list[Json]
    taken: dict[str, str] = field(default_factory=dict)
    """The id of what was kept, by the name that the sender gave it."""
    refused: list[tuple[float, float, int, str]] = field(default_factory=list)
    """(when it was sent, when it was answered, status, code), of what was answered and not taken."""
    failed: list[str] = field(default_factory=list)
    outages: list[tuple[float, float]] = field(default_factory=list)
    _threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(SENDERS))

    def start(self) -> None:
        for sender in range(SENDERS):
            self._threads.submit(self._send_all, sender)

    def reaches(self, share: float) -> None:
        """Returns when so much of all is taken."""
        assert wait_until(lambda: len(self.taken) >= DELIVERIES * share, timeout=120, interval=0.02), self.refused[-3:]

    def end(self) -> None:
        self._threads.shutdown()

    @contextmanager
    def outage(self) -> Iterator[None]:
        """In which senders may be told to try again."""
        begun = time.monotonic()
        yield
        self.outages.append((begun, time.monotonic()))

    def _send_all(self, sender: int) -> None:
        with ExitStack() as opened:
            ways = [opened.enter_context(self.server.client(index)) for index in range(len(self.server.ports))]
            for number in range(sender, DELIVERIES, SENDERS):
                self._send(ways, number)

    def _send(self, ways: list[httpx.Client], number: int) -> None:
        body = b'{"number": %d}' % number
        address = self.webhooks[number % WEBHOOKS]["endpoint_path"]
        headers = github(body, delivery=f"delivery-{number}")
        for attempt in range(2_000):
            sent = time.monotonic()
            try:
                reply = ways[(number + attempt) % len(ways)].post(address, content=body, headers=headers)
            except httpx.TransportError:
                threading.Event().wait(PAUSE_SECONDS)
                continue
            if reply.status_code == 202:
                self.taken[f"delivery-{number}"] = reply.json()["payload_id"]
                return
            self.refused.append((sent, time.monotonic(), reply.status_code, reply.json()["code"]))
            threading.Event().wait(PAUSE_SECONDS)
        self.failed.append(f"delivery-{number}")


@contextmanager
def post_of(server: ServerProcess, url: str) -> Iterator[Post]:
    """At the end all that was sent must be there, once, and its agent told once, by jobs that have ended."""
    with server.as_operator() as operator:
        board = make_board(operator)
        make_agent(operator, board, is_board_lead=True)
        secret = {"secret": SECRET, "signature_scheme": "github"}
        post = Post(server, [make_webhook(operator, board, f"Hook {number}", **secret) for number in range(WEBHOOKS)])
    post.start()
    try:
        yield post
    finally:
        post.end()
    assert post.failed == []
    assert {(status, code) for _, _, status, code in post.refused} <= {(503, "unavailable")}
    beyond = [it for it in post.refused if not any(it[0] <= end and it[1] >= begin for begin, end in post.outages)]
    assert beyond == [], "it was away longer than what it stands on"
    let_time_pass(url)
    assert wait_until(lambda: is_quiet(url), timeout=60, interval=0.5), server.logs()
    with looking_at(url) as db:
        kept = {str(it.id): it for it in db.scalars(select(WebhookPayload))}
        assert {it.delivery_id: key for key, it in kept.items()} == post.taken
        assert len(kept) == DELIVERIES
        assert {it.delivery_status for it in kept.values()} == {"delivered"}
        notes = list(db.scalars(select(BoardMemory.id)))
        assert sorted(notes) == sorted(it.memory_id for it in kept.values() if it.memory_id)
        for kind in ("webhook.received", "webhook.told"):
            events = db.scalars(select(EventRow).where(EventRow.type == kind))
            assert Counter(event.payload["payload_id"] for event in events) == dict.fromkeys(kept, 1), kind


def is_quiet(url: str) -> bool:
    with looking_at(url) as db:
        assert dead_letters.failed_count(db) == 0
        return dead_letters.pending_count(db) == 0


def test_redis_and_the_database_restart_beside_a_second_process(
    services: Services, start_server: Callable[..., ServerProcess], tmp_path: Path
) -> None:
    with own_postgres(services) as postgres, own_redis(tmp_path) as redis:
        limits = {"RATE_LIMIT_BACKEND": "redis", "RATE_LIMIT_REDIS_URL": redis.url}
        server = start_server(postgres.url, env=limits, processes=2)
        try:
            with post_of(server, postgres.url) as post, server.as_operator() as client:
                post.reaches(0.15)
                redis.stop()
                post.reaches(0.3)
                redis.start()
                post.reaches(0.4)
                with post.outage():
                    postgres.stop()
                    assert wait_until(lambda: unready_because(client, "database"), timeout=10)
                    postgres.start()
                    assert wait_until(lambda: is_ready(client), timeout=60)
                post.reaches(0.6)
                server.kill(1)
                post.reaches(0.7)
                server.start(1)
                with post.outage():
                    redis.stop()
                    postgres.stop()
                    postgres.start()
                    redis.start()
                    assert wait_until(lambda: is_ready(client), timeout=60)
        finally:
            server.close()


def test_a_server_on_sqlite_is_killed(sqlite_url: str, start_server: Callable[..., ServerProcess]) -> None:
    server = start_server(sqlite_url)
    with post_of(server, sqlite_url) as post:
        for share in (0.3, 0.6, 0.9):
            post.reaches(share)
            server.kill()
            server.start()
