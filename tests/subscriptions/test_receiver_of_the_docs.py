"""The receiver that the documentation shows believes what Mission Control sends, once, and nobody else."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.support.processes import clean_environment, wait_until
from tests.support.server import ServerProcess
from tests.support.world import make_board, make_task, move_to_new_organization, ok

PAGE = Path(__file__).parents[2] / "docs" / "subscriptions.md"
SUBSCRIPTIONS = "/api/v1/event-subscriptions"


@contextmanager
def receiving(secret: str, port: int, folder: Path) -> Iterator[Path]:
    """Run the receiver of the page; what it prints is in the file."""
    (program,) = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    heard = folder / "heard"
    environment = clean_environment({"SECRET": secret, "PORT": str(port)})
    with heard.open("w") as out:
        process = subprocess.Popen([sys.executable, "-c", program], stdout=out, stderr=out, env=environment)
    try:
        yield heard
    finally:
        process.kill()
        process.wait()


def test_the_receiver_of_the_docs_takes_what_is_sent_once_and_believes_nobody_else(
    server: ServerProcess, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with server.as_operator() as operator:
        move_to_new_organization(operator)
        body = {"name": "Script", "url": f"http://127.0.0.1:{port}/events", "event_types": ["task.created"]}
        made = ok(operator.post(SUBSCRIPTIONS, json=body))
        with receiving(made["secret"], port, tmp_path) as heard:
            make_task(operator, make_board(operator), "Write the notes")
            assert wait_until(lambda: "Write the notes" in heard.read_text(), timeout=60), heard.read_text()
            listed = f"{SUBSCRIPTIONS}/{made['id']}/deliveries"
            assert wait_until(lambda: ok(operator.get(listed))["items"][0]["state"] == "delivered", timeout=60)
            ok(operator.post(f"{SUBSCRIPTIONS}/{made['id']}/rotate-secret"))
            (sent,) = ok(operator.get(listed))["items"]
            assert operator.post(f"{listed}/{sent['id']}/replay").status_code == 202
            assert wait_until(lambda: ok(operator.get(listed))["items"][0]["state"] == "delivered", timeout=60)
            assert heard.read_text().count("Write the notes") == 1
            forged = {"webhook-id": "x", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"}
            for headers in ({}, forged):
                assert httpx.post(f"http://127.0.0.1:{port}", headers=headers, json={}).status_code == 401
