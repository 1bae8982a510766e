"""A receiver of events with moods."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook

from tests.support.processes import wait_until
from tests.support.world import Json


class Receiver:
    """Takes what is posted to it, and answers as the test wants it to."""

    def __init__(self) -> None:
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self.asked = 0
        self.status = 200
        self.answer = b""
        self.refuses: bytes | None = None
        """What is in this event it answers with 500."""
        self.retry_after: str | None = None
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["content-length"])
                body = self.rfile.read(length)
                if len(body) < length:
                    # Whoever sent it was killed while it did.
                    self.close_connection = True
                    return
                receiver.asked += 1
                refused = receiver.refuses is not None and receiver.refuses in body
                status = 500 if refused else receiver.status
                if status < 300:
                    receiver.taken.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(status)
                if receiver.retry_after:
                    self.send_header("retry-after", receiver.retry_after)
                if status in (301, 302, 307):
                    self.send_header("location", f"{receiver.url}/elsewhere")
                self.send_header("content-length", str(len(receiver.answer)))
                self.end_headers()
                self.wfile.write(receiver.answer)

            def log_message(self, *_arguments: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def events(self, secret: str) -> list[Json]:
        """What was taken, checked as a receiver would."""
        return [Webhook(secret).verify(body, headers) for headers, body in self.taken]

    def titles(self) -> list[str]:
        """What the tasks are called that it was told of."""
        return [json.loads(body)["data"]["payload"]["title"] for _, body in self.taken]

    def until(self, secret: str, event_type: str, count: int = 1) -> list[Json]:
        """The events of a type, when there are so many."""

        def found() -> list[Json]:
            return [event for event in self.events(secret) if event["type"] == event_type]

        assert wait_until(lambda: len(found()) >= count, timeout=60), [json.loads(body) for _, body in self.taken]
        return found()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
