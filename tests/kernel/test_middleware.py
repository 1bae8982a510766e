"""What every answer carries, whatever the application does: asked through a small application of every kind."""

import asyncio
import json
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import uvicorn
from fastapi import APIRouter, Body, FastAPI, HTTPException, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse

from mission_control.kernel import metrics
from mission_control.kernel.http.context import current_request
from mission_control.kernel.http.middleware import EdgeMiddleware
from mission_control.kernel.logging import get_logger
from mission_control.kernel.settings import SettingsError, load_settings
from tests.kernel.conftest import LogLines

ORIGIN = "https://console.example.org"
LIMIT = 4096

router = APIRouter(prefix="/things")


@router.get("/{thing_id}")
def get_thing(thing_id: str) -> dict[str, str | None]:
    context = current_request()
    get_logger("mission_control.things").info("thing.read")
    return {"id": thing_id, "request_id": context.request_id if context else None}


@router.get("")
def list_things(request: Request) -> dict[str, str]:
    return {"client_ip": request.state.request_context.client_ip}


@router.post("/accepted", status_code=202)
def accept(body: dict[str, Any] = Body()) -> int:
    return len(body["text"])


@router.delete("/{thing_id}", status_code=204)
def delete_thing(thing_id: str) -> None: ...


@router.get("/kinds/{status}")
def fail(status: int) -> None:
    raise HTTPException(status)


async def crash() -> None:
    raise RuntimeError("the secret reason")


async def page() -> Response:
    return HTMLResponse("<p>hello")


async def moved() -> Response:
    return RedirectResponse("/page")


async def own_headers() -> Response:
    return JSONResponse({}, headers={"X-Frame-Options": "SAMEORIGIN", "Cache-Control": "max-age=5"})


async def events() -> Response:
    async def frames() -> AsyncIterator[str]:
        for number in range(3):
            yield f"id: {number}\n\n"
            await asyncio.sleep(0.01)

    return StreamingResponse(frames(), media_type="text/event-stream")


async def broken_stream() -> Response:
    async def frames() -> AsyncIterator[str]:
        yield "first"
        raise RuntimeError("half-way")

    return StreamingResponse(frames())


async def wait(request: Request, on_purpose: bool) -> None:
    request.state.long_poll = on_purpose
    await asyncio.sleep(0.02)


async def health() -> dict[str, bool]:
    return {"ok": True}


def app_with(**settings: Any) -> FastAPI:
    app = FastAPI()
    app.include_router(router, prefix="/api/v1")
    for handler in (crash, page, moved, own_headers, events, broken_stream, wait, health):
        app.add_api_route(f"/{handler.__name__}", handler, methods=["GET", "POST"])
    app.add_middleware(EdgeMiddleware, settings=load_settings(max_body_bytes=LIMIT, **settings))
    return app


def ask(method: str, path: str, *, peer: str = "192.0.2.1", settings: dict[str, Any] | None = None, **options: Any):
    async def once() -> httpx.Response:
        transport = httpx.ASGITransport(app_with(**settings or {}), client=(peer, 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://mc.test") as client:
            return await client.request(method, path, **options)

    return asyncio.run(once())


PREFLIGHT = {
    "Origin": ORIGIN,
    "Access-Control-Request-Method": "PATCH",
    "Access-Control-Request-Headers": "x-agent-token",
}
JSON = {"Content-Type": "application/json"}
EVERY_KIND: list[tuple[int, str, str, dict[str, Any]]] = [
    (200, "GET", "/api/v1/things/1", {}),
    (202, "POST", "/api/v1/things/accepted", {"json": {"text": "abc"}}),
    (204, "DELETE", "/api/v1/things/1", {}),
    (307, "GET", "/moved", {}),
    (400, "GET", "/api/v1/things/kinds/400", {}),
    (401, "GET", "/api/v1/things/kinds/401", {}),
    (404, "GET", "/nowhere", {}),
    (405, "PUT", "/page", {}),
    (413, "POST", "/api/v1/things/accepted", {"content": b"x" * (LIMIT + 1)}),
    (422, "POST", "/api/v1/things/accepted", {"content": b"{"}),
    (429, "GET", "/api/v1/things/kinds/429", {}),
    (500, "GET", "/crash", {}),
    (200, "GET", "/events", {}),
    (200, "GET", "/page", {}),
    (200, "OPTIONS", "/api/v1/things", {"headers": PREFLIGHT}),
    (400, "OPTIONS", "/api/v1/things", {"headers": PREFLIGHT | {"Origin": "https://evil.example"}}),
]


@pytest.mark.parametrize(("status", "method", "path", "options"), EVERY_KIND)
def test_every_kind_of_answer_has_its_id_and_the_security_headers(
    status: int, method: str, path: str, options: dict[str, Any]
):
    reply = ask(method, path, settings={"cors_origins": ORIGIN}, **options)
    assert reply.status_code == status
    assert reply.headers["x-request-id"]
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["x-frame-options"] == "DENY"
    assert reply.headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "permissions-policy" not in reply.headers
    assert "strict-transport-security" not in reply.headers


NAMES = [
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Strict-Transport-Security",
]


@pytest.mark.parametrize("name", NAMES)
def test_each_header_is_set_by_its_variable_and_removed_by_a_blank_one(name: str):
    variable = f"security_header_{name.lower().replace('-', '_')}"
    assert ask("GET", "/crash", settings={variable: "test-value"}).headers[name] == "test-value"
    blank = ask("GET", "/crash", settings={variable: " "}).headers
    assert name not in blank
    assert {"X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"} - {name} <= {key.title() for key in blank}


def test_pages_have_a_content_policy_and_data_has_none():
    assert ask("GET", "/page").headers["content-security-policy"].startswith("default-src 'self'")
    assert "content-security-policy" not in ask("GET", "/api/v1/things").headers
    blank = {"security_header_content_security_policy": ""}
    assert "content-security-policy" not in ask("GET", "/page", settings=blank).headers


def test_answers_of_the_api_are_not_stored_by_browsers():
    assert ask("GET", "/api/v1/things").headers["cache-control"] == "no-store"
    assert ask("GET", "/api/v1/things/kinds/404").headers["cache-control"] == "no-store"
    assert "cache-control" not in ask("GET", "/page").headers


def test_what_an_answer_sets_itself_stays():
    headers = ask("GET", "/own_headers").headers
    assert (headers["x-frame-options"], headers["cache-control"]) == ("SAMEORIGIN", "max-age=5")


# --- request id


def test_a_callers_id_is_used():
    reply = ask("GET", "/api/v1/things/1", headers={"X-Request-Id": " abc-123 "})
    assert reply.headers["x-request-id"] == reply.json()["request_id"] == "abc-123"


@pytest.mark.parametrize("bad", ["", "a b", "x" * 129, "a\tb", "<script>", "a/b"])
def test_an_id_that_is_long_or_odd_is_replaced(bad: str):
    given = ask("GET", "/health", headers={"X-Request-Id": bad}).headers["x-request-id"]
    assert len(given) == 32
    assert int(given, 16) >= 0


def test_each_request_without_an_id_gets_its_own():
    assert ask("GET", "/health").headers["x-request-id"] != ask("GET", "/health").headers["x-request-id"]


def test_the_id_is_in_every_log_line_of_the_request_also_from_its_threads(log_lines: LogLines):
    ask("GET", "/api/v1/things/1", headers={"X-Request-Id": "abc-123"})
    lines = [line for line in log_lines() if line["logger"].startswith("mission_control")]
    assert [line["message"] for line in lines] == ["http.request.start", "thing.read", "http.request.complete"]
    assert {(line["request_id"], line["method"], line["path"]) for line in lines} == {
        ("abc-123", "GET", "/api/v1/things/1")
    }
    get_logger("mission_control.later").info("after")
    assert "request_id" not in log_lines()[0]
    assert current_request() is None


# --- caller's address


def test_a_forged_forwarding_header_changes_nothing():
    forged = {"X-Forwarded-For": "203.0.113.7"}
    assert ask("GET", "/api/v1/things", headers=forged).json() == {"client_ip": "192.0.2.1"}
    behind_proxy = {"X-Forwarded-For": "203.0.113.7, 198.51.100.9"}
    reply = ask(
        "GET", "/api/v1/things", peer="10.0.0.1", settings={"trusted_proxies": "10.0.0.0/8"}, headers=behind_proxy
    )
    assert reply.json() == {"client_ip": "198.51.100.9"}


# --- errors


def test_an_exception_answers_500_with_its_id_and_without_its_reason(log_lines: LogLines):
    reply = ask("GET", "/crash", settings={"cors_origins": ORIGIN}, headers={"Origin": ORIGIN})
    assert reply.json() == {
        "detail": "Internal Server Error",
        "request_id": reply.headers["x-request-id"],
        "code": "internal_error",
        "retryable": True,
    }
    assert reply.headers["access-control-allow-origin"] == ORIGIN
    (failure,) = [line for line in log_lines() if line["message"] == "unhandled_exception"]
    assert failure["request_id"] == reply.headers["x-request-id"]
    assert "the secret reason" in failure["exception"]


async def chunks(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 512):
        yield b"x" * 512
    yield b"x" * (size % 512)


@pytest.mark.parametrize("body", [b"x" * (LIMIT + 1), chunks(LIMIT + 1)], ids=["declared", "chunked"])
def test_a_body_over_the_limit_answers_413(body: Any):
    reply = ask("POST", "/api/v1/things/accepted", content=body)
    assert reply.status_code == 413
    assert reply.json() == {
        "detail": f"The request body is larger than {LIMIT} bytes",
        "request_id": reply.headers["x-request-id"],
        "code": "body_too_large",
        "retryable": False,
    }


def test_a_body_of_exactly_the_limit_passes():
    body = b'{"text": "%s"}' % (b"x" * (LIMIT - 12))
    assert len(body) == LIMIT
    assert ask("POST", "/api/v1/things/accepted", content=body, headers=JSON).json() == LIMIT - 12


# --- CORS


def test_allowed_origins_may_read_the_answers_headers():
    headers = ask("GET", "/api/v1/things", settings={"cors_origins": ORIGIN}, headers={"Origin": ORIGIN}).headers
    assert headers["access-control-allow-origin"] == ORIGIN
    assert headers["access-control-allow-credentials"] == "true"
    exposed = headers["access-control-expose-headers"].split(", ")
    assert {"X-Total-Count", "X-Limit", "X-Offset", "X-Request-Id", "Retry-After", "RateLimit-Reset"} <= {*exposed}
    assert {"ETag", "Idempotent-Replayed"} <= {*exposed}


def test_a_preflight_of_an_allowed_origin_passes():
    reply = ask("OPTIONS", "/api/v1/things", settings={"cors_origins": f"{ORIGIN}/, http://b"}, headers=PREFLIGHT)
    assert reply.status_code == 200
    assert reply.headers["access-control-allow-methods"] == "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"
    assert reply.headers["access-control-allow-headers"] == "x-agent-token"
    assert reply.headers["access-control-max-age"] == "600"


def test_a_refused_preflight_is_an_error_like_all_others():
    headers = PREFLIGHT | {"Origin": "https://console.example.org.evil.example"}
    reply = ask("OPTIONS", "/api/v1/things", settings={"cors_origins": ORIGIN}, headers=headers)
    assert reply.status_code == 400
    assert reply.headers["content-type"] == "application/json"
    assert reply.json() == {
        "detail": "Disallowed CORS origin",
        "request_id": reply.headers["x-request-id"],
        "code": "cors_not_allowed",
        "retryable": False,
    }
    assert "access-control-allow-origin" not in reply.headers


def test_without_origins_cors_is_off():
    reply = ask("GET", "/api/v1/things", headers={"Origin": ORIGIN})
    assert not [name for name in reply.headers if name.startswith("access-control")]
    assert ask("OPTIONS", "/api/v1/things", headers=PREFLIGHT).status_code == 405


def test_any_origin_is_not_an_origin():
    with pytest.raises(SettingsError, match="CORS_ORIGINS"):
        ask("GET", "/health", settings={"cors_origins": "*"})


# --- request log and metrics


def requests_logged(lines: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(line["level"], line["message"]) for line in lines if line["logger"] == "mission_control.http"]


@pytest.mark.parametrize(
    ("path", "level"), [("/page", "DEBUG"), ("/moved", "DEBUG"), ("/nowhere", "WARNING"), ("/crash", "ERROR")]
)
def test_the_level_of_the_request_line_follows_the_status(path: str, level: str, log_lines: LogLines):
    ask("GET", path)
    lines = log_lines()
    assert (level, "http.request.complete") in requests_logged(lines)
    (line,) = [line for line in lines if line["message"] == "http.request.complete"]
    assert line["client_ip"] == "192.0.2.1"
    assert line["duration_ms"] >= 0
    assert line["status_code"] >= 200


def test_health_checks_are_logged_when_asked_for(log_lines: LogLines):
    ask("GET", "/health")
    assert requests_logged(log_lines()) == []
    ask("GET", "/health", settings={"request_log_include_health": True})
    assert requests_logged(log_lines()) == [("TRACE", "http.request.start"), ("DEBUG", "http.request.complete")]


@pytest.mark.parametrize(
    ("threshold", "on_purpose", "reported"),
    [(10, False, True), (10, True, False), (0, False, False), (5000, False, False)],
)
def test_slow_requests_are_reported_unless_they_wait_on_purpose(
    threshold: int, on_purpose: bool, reported: bool, log_lines: LogLines
):
    ask("GET", "/wait", params={"on_purpose": on_purpose}, settings={"request_log_slow_ms": threshold})
    slow = [line for line in log_lines() if line["message"] == "http.request.slow"]
    assert [line["slow_threshold_ms"] for line in slow] == ([threshold] if reported else [])


def test_a_request_that_ends_without_an_answer_is_logged_as_incomplete(log_lines: LogLines):
    async def cancelled(*_: Any) -> Any:
        raise asyncio.CancelledError

    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": "/x", "headers": [], "client": None}
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(EdgeMiddleware(cancelled, load_settings())(scope, cancelled, cancelled))
    (line,) = [line for line in log_lines() if line["message"] == "http.request.incomplete"]
    assert (line["level"], line["client_ip"]) == ("WARNING", "unknown")


def counted(route: str, status_class: str) -> float:
    labels = {"method": "GET", "route": route, "status_class": status_class}
    return metrics.registry.get_sample_value("mission_control_http_requests_total", labels) or 0.0


def test_requests_are_counted_by_the_whole_template_of_their_route_and_never_by_path():
    before = counted("/api/v1/things/{thing_id}", "2xx")
    ask("GET", "/api/v1/things/secret-path")
    ask("GET", "/wp-admin/secret-path")
    assert counted("/api/v1/things/{thing_id}", "2xx") == before + 1
    assert counted("unmatched", "4xx") >= 1
    body, content_type = metrics.render()
    assert b"secret-path" not in body
    assert content_type.startswith("text/plain")


def test_odd_methods_share_one_series():
    ask("BREW", "/page")
    body, _ = metrics.render()
    assert b"BREW" not in body
    assert b'method="OTHER"' in body


# --- a real server


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        # Whoever comes before the server has begun waits for it.
        listener.listen()
        app = app_with(cors_origins=ORIGIN, request_body_seconds=2)
        config = uvicorn.Config(app, log_config=None, proxy_headers=False, lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.mark.parametrize("chunked", [False, True])
def test_a_client_that_sends_far_too_much_can_read_the_refusal(served: str, chunked: bool):
    body = b"x" * (3 * 1024 * 1024)
    with httpx.Client(base_url=served, timeout=60) as client:
        reply = client.post("/api/v1/things/accepted", content=iter([body[:1000], body]) if chunked else body)
        assert (reply.status_code, reply.json()["code"]) == (413, "body_too_large")
        assert client.get("/api/v1/things/1").status_code == 200


def test_a_body_that_never_ends_is_not_waited_for(served: str):
    place = urlsplit(served)
    with socket.create_connection((place.hostname, place.port), timeout=20) as connection:
        head = "POST /api/v1/things/accepted HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        connection.sendall(f'{head}Content-Length: 100\r\n\r\n{{"text": "'.encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["code"] == "body_too_late"


def test_a_stream_arrives_piece_by_piece_with_its_headers(served: str):
    with httpx.stream("POST", f"{served}/events", content=iter([b"x" * 100])) as reply:
        assert reply.headers["x-frame-options"] == "DENY"
        assert reply.headers["x-request-id"]
        assert "".join(reply.iter_text()) == "id: 0\n\nid: 1\n\nid: 2\n\n"


def test_a_stream_that_breaks_ends_the_connection_and_not_the_server(served: str):
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{served}/broken_stream")
    assert httpx.get(f"{served}/health", timeout=60).json() == {"ok": True}
