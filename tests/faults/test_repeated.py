"""One request delivered many times at once takes effect once, and every delivery gets the same answer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from uuid import uuid4

import httpx
import pytest

from tests.faults.rounds import rounds
from tests.support.server import ServerProcess
from tests.support.world import Json, as_agent, make_agent, make_board, make_task, ok

pytestmark = [pytest.mark.faults, pytest.mark.timeout(60 + 8 * rounds(3))]

DELIVERIES = 16


@pytest.fixture
def server(database: str, start_server: Callable[..., ServerProcess]) -> ServerProcess:
    return start_server(database, processes=1 if database.startswith("sqlite") else 2)


def delivered(clients: list[httpx.Client], url: str, **body: str) -> list[httpx.Response]:
    """The answers to one request that arrives over every client at the same moment."""
    ready, headers = threading.Barrier(len(clients)), {"Idempotency-Key": uuid4().hex}

    def deliver(client: httpx.Client) -> httpx.Response:
        ready.wait(30)
        return client.post(url, json=body or None, headers=headers)

    with ThreadPoolExecutor(len(clients)) as threads:
        return list(threads.map(deliver, clients))


def test_a_task_a_comment_and_a_claim(server: ServerProcess) -> None:
    with ExitStack() as opened:
        operator = opened.enter_context(server.as_operator())
        places = [number % len(server.ports) for number in range(DELIVERIES)]
        people = [opened.enter_context(server.as_operator(place)) for place in places]
        board = make_board(operator)
        agent = make_agent(operator, board)
        agents = [opened.enter_context(as_agent(server, agent, place)) for place in places]
        tasks = f"/api/v1/boards/{board['id']}/tasks"
        for number in range(1, rounds(3) + 1):
            made = only(delivered(people, tasks, title="Once"))
            only(delivered(people, f"{tasks}/{made['id']}/comments", message="Once"))
            make_task(operator, board)
            taken = only(delivered(agents, "/api/v1/agent/tasks/claim?another=true"))["task"]
            assert taken["lease"]["fence"] == 1
            listed = ok(operator.get(tasks, params={"limit": 200}))["items"]
            assert len(listed) == 2 * number
            assert sum(task["comments_count"] for task in listed) == number
            assert sum(task["status"] == "in_progress" for task in listed) == number


def only(replies: list[httpx.Response]) -> Json:
    """The one answer that all deliveries got."""
    answers = [ok(reply) for reply in replies]
    assert [answer for answer in answers if answer != answers[0]] == []
    assert sum("idempotent-replayed" not in reply.headers for reply in replies) == 1
    answer: Json = answers[0]
    return answer
