"""A board with a crew, and a stranger who sends to its webhooks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import Json, make_webhook, ok
from tests.tasks.crew import Crew, crew_of

SOON = {"EVENT_STREAM_PING_SECONDS": "0.5"}
"""Readers of streams find out sooner that they are done."""


@dataclass(frozen=True, slots=True)
class Post:
    """Where deliveries come in, and what has become of them."""

    crew: Crew
    stranger: httpx.Client

    @property
    def url(self) -> str:
        return f"/api/v1/boards/{self.crew.board['id']}/webhooks"

    def webhook(self, description: str = "File a task.", **over: Any) -> Json:
        return make_webhook(self.crew.operator, self.crew.board, description, **over)

    def send(self, webhook: Json, body: bytes = b"{}", headers: Any = None) -> httpx.Response:
        return self.stranger.post(webhook["endpoint_path"], content=body, headers=headers)

    def taken(self, webhook: Json, body: bytes = b"{}", headers: Any = None) -> str:
        """The id of the payload of a delivery that must be taken."""
        reply = self.send(webhook, body, headers)
        assert reply.status_code == 202, reply.text
        told: Json = reply.json()
        assert told == {
            "ok": True,
            "board_id": webhook["board_id"],
            "webhook_id": webhook["id"],
            "payload_id": told["payload_id"],
        }
        return str(told["payload_id"])

    def payload(self, webhook: Json, payload_id: str, **query: Any) -> Json:
        url = f"{self.url}/{webhook['id']}/payloads/{payload_id}"
        read: Json = ok(self.crew.operator.get(url, params=query))
        return read

    def payloads(self, webhook: Json) -> list[Json]:
        items: list[Json] = ok(self.crew.operator.get(f"{self.url}/{webhook['id']}/payloads"))["items"]
        return items

    def change(self, webhook: Json, **fields: Any) -> Json:
        changed: Json = ok(self.crew.operator.patch(f"{self.url}/{webhook['id']}", json=fields))
        return changed

    def settled(self, webhook: Json, payload_id: str) -> Json:
        """The delivery, when somebody was told of it or nobody could be."""
        assert wait_until(lambda: self.payload(webhook, payload_id)["delivery_status"] != "pending", timeout=20)
        return self.payload(webhook, payload_id)

    def notes(self, client: httpx.Client | None = None, **query: Any) -> list[Json]:
        """What the board remembers of deliveries, newest first."""
        url = f"/api/v1/boards/{self.crew.board['id']}/memory"
        items: list[Json] = ok((client or self.crew.operator).get(url, params={"tag": "webhook", **query}))["items"]
        return items

    def events(self, kind: str) -> list[Json]:
        query = {"board_id": self.crew.board["id"], "event_type": kind}
        items: list[Json] = ok(self.crew.operator.get("/api/v1/activity", params=query))["items"]
        return items


@pytest.fixture(scope="module")
def server(module_database: str) -> Iterator[ServerProcess]:
    with ServerProcess(module_database, env=SOON) as process:
        yield process.start()


@pytest.fixture
def post(server: ServerProcess) -> Iterator[Post]:
    with crew_of(server) as crew, server.client() as stranger:
        yield Post(crew, stranger)
