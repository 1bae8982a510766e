"""Traces and metrics for a collector, when the environment names one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import make_board, ok


@contextmanager
def collector() -> Iterator[tuple[str, dict[str, bytes]]]:
    """Its address, and all that it was sent, by path."""
    heard: dict[str, bytes] = {}

    class Collecting(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            heard[self.path] = heard.get(self.path, b"") + body
            self.send_response(200)
            self.end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Collecting)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def test_a_collector_is_told_of_requests_by_their_routes_and_of_no_secret(
    sqlite_url: str, start_server: Callable[..., ServerProcess]
) -> None:
    with collector() as (url, heard):
        often = {"OTEL_BSP_SCHEDULE_DELAY": "200", "OTEL_METRIC_EXPORT_INTERVAL": "500"}
        server = start_server(
            sqlite_url, env={"OTEL_EXPORTER_OTLP_ENDPOINT": url, "OTEL_EXPORTER_OTLP_COMPRESSION": "none", **often}
        )
        with server.as_operator() as operator:
            board = make_board(operator)
            ok(operator.get(f"/api/v1/boards/{board['id']}/tasks", params={"limit": 3}))
            assert operator.get("/healthz").is_success
        assert wait_until(lambda: b"/api/v1/boards/{board_id}/tasks" in heard.get("/v1/traces", b""), timeout=60)
        assert wait_until(lambda: b"http.server.request.duration" in heard.get("/v1/metrics", b""), timeout=60)
        everything = b"".join(heard.values())
        assert b"mission-control" in everything
        assert b"/healthz" not in everything
        assert server.token.encode() not in everything
