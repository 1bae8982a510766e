"""What browsers get besides the API, from a small interface of this test's own."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from mission_control.entry.errors import answer_errors
from mission_control.entry.web import serve_web
from mission_control.kernel.http.middleware import EdgeMiddleware
from mission_control.kernel.settings import load_settings

SCRIPT = "console.log('hello');" * 200
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A built interface; beside it lies a file that nobody may read."""
    (tmp_path / "secret.txt").write_text("the secret")
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "api-docs").mkdir()
    (folder / "index.html").write_text("<title>Mission Control</title>")
    (folder / "favicon.svg").write_text("<svg/>")
    (folder / "assets" / "index-1a2b3c.js").write_text(SCRIPT)
    (folder / "api-docs" / "index.html").write_text("<title>API</title>")
    (folder / "leads-out").symlink_to(tmp_path / "secret.txt")
    return folder


def product(folder: Path) -> FastAPI:
    app = FastAPI(openapi_url=None)

    @app.post("/api/v1/things")
    def make_thing() -> dict[str, bool]:
        return {"made": True}

    answer_errors(app)
    serve_web(app, folder)
    app.add_middleware(EdgeMiddleware, settings=load_settings())
    return app


def ask(folder: Path, path: str, method: str = "GET", app: FastAPI | None = None, **options: Any) -> httpx.Response:
    async def once() -> httpx.Response:
        transport = httpx.ASGITransport(app or product(folder))
        async with httpx.AsyncClient(transport=transport, base_url="http://mc.test") as client:
            return await client.request(method, path, **options)

    return asyncio.run(once())


@pytest.mark.parametrize("path", ["/", "/boards", "/boards/7d4c/tasks/1", "/sign-in?next=%2Fboards"])
def test_every_page_of_the_interface_gets_its_start_page_under_the_policy(built: Path, path: str):
    reply = ask(built, path)
    assert (reply.status_code, reply.text) == (200, "<title>Mission Control</title>")
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert reply.headers["cache-control"] == "no-cache"
    assert reply.headers["content-security-policy"].startswith("default-src 'self'")
    assert reply.headers["x-frame-options"] == "DENY"
    assert reply.headers["x-request-id"]


@pytest.mark.parametrize(
    "path",
    ["/api", "/api/v2/users/me", "/health/x", "/metrics/x", "/openapi.json/x", "/assets/gone-1.js", "/readyz/x"],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_paths_of_programs_are_never_a_page(built: Path, path: str, method: str):
    reply = ask(built, path, method, headers=BROWSER)
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")


def test_the_wrong_method_is_still_said_to_be_wrong(built: Path):
    reply = ask(built, "/api/v1/things", headers=BROWSER)
    assert (reply.status_code, reply.headers["allow"]) == (405, "POST")


def test_a_page_cannot_be_posted_to(built: Path):
    assert ask(built, "/boards", "POST").status_code == 404


def test_hashed_files_are_kept_for_ever_and_sent_compressed(built: Path):
    reply = ask(built, "/assets/index-1a2b3c.js", headers={"Accept-Encoding": "br, gzip"})
    assert (reply.text, reply.headers["content-encoding"]) == (SCRIPT, "gzip")
    assert int(reply.headers["content-length"]) < len(SCRIPT) / 10
    assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert reply.headers["content-type"] == "text/javascript; charset=utf-8"
    assert reply.headers["vary"] == "Accept-Encoding"
    assert "content-security-policy" not in reply.headers


@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0", "br", "gzip; q=0.0"])
def test_who_does_not_take_gzip_gets_it_plain(built: Path, accepted: str):
    reply = ask(built, "/assets/index-1a2b3c.js", headers={"Accept-Encoding": accepted})
    assert (reply.text, reply.headers.get("content-encoding")) == (SCRIPT, None)


def test_an_unchanged_file_is_not_sent_again(built: Path):
    first = ask(built, "/", headers={"Accept-Encoding": "identity"})
    again = ask(built, "/boards", headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_a_rebuilt_interface_is_served_without_a_restart(built: Path):
    app = product(built)
    tag = ask(built, "/", app=app).headers["etag"]
    (built / "index.html").write_text("<title>Newer</title>")
    reply = ask(built, "/", app=app, headers={"If-None-Match": tag})
    assert (reply.status_code, reply.text) == (200, "<title>Newer</title>")


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/leads-out", "//secret.txt", "/%00.txt"],
)
def test_nothing_outside_the_folder_can_be_read(built: Path, path: str):
    assert "the secret" not in ask(built, path).text


def test_a_file_that_is_not_there_is_missing_for_programs_and_a_page_for_people(built: Path):
    assert ask(built, "/robots.txt").status_code == 404
    assert ask(built, "/boards/v1.2", headers=BROWSER).status_code == 200


def test_the_api_is_documented_by_a_page_and_a_document(built: Path):
    assert ask(built, "/docs").text == "<title>API</title>"
    document = ask(built, "/openapi.json", headers={"Accept-Encoding": "gzip"})
    assert document.json()["paths"].keys() == {"/api/v1/things"}
    again = ask(built, "/openapi.json", headers={"If-None-Match": document.headers["etag"]})
    assert again.status_code == 304


def test_metrics_are_for_prometheus(built: Path):
    reply = ask(built, "/metrics")
    assert reply.headers["content-type"].startswith("text/plain")
    assert "mission_control_http_requests_total" in reply.text


@pytest.mark.parametrize("path", ["/", "/boards", "/docs"])
def test_without_a_built_interface_the_page_says_how_to_get_one(tmp_path: Path, path: str):
    reply = ask(tmp_path / "nothing", path)
    assert (reply.status_code, reply.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert "make web" in reply.text
