"""Where things are: the prefix, the health checks, the document and its page."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from openapi_spec_validator import validate
from playwright.sync_api import Page

from tests.support.command import Installation
from tests.support.processes import wait_until
from tests.support.proxy import StallingProxy
from tests.support.server import ServerProcess
from tests.support.services import Services

HEALTH = ["/health", "/healthz", "/readyz"]


def test_s01_every_operation_is_under_the_versioned_prefix(document: dict[str, Any]):
    outside = {path for path in document["paths"] if not path.startswith("/api/v1/")}
    assert outside == set(HEALTH)


def test_s02_the_address_is_port_8000_of_this_machine(tmp_path: Path):
    here = Installation(tmp_path)
    del here.settings["PORT"]
    report = json.loads(here.run("doctor", "--json").stdout)
    assert any("http://localhost:8000" in finding["detail"] for finding in report["findings"])


def test_s02_curl_finds_it_alive(server: ServerProcess):
    url = server.base_url.replace("127.0.0.1", "localhost")
    assert subprocess.run(["curl", "-fsS", f"{url}/healthz"], check=False, capture_output=True).returncode == 0


def test_s03_s04_s05_without_its_database_it_is_alive_but_not_ready(start_server, services: Services):
    url = services.new_database("postgresql")
    server: ServerProcess = start_server(url)
    with server.client() as client:
        assert [client.get(path).json() for path in HEALTH] == [{"ok": True}] * 3
        services.drop_database(url)
        assert wait_until(lambda: client.get("/readyz").status_code == 503, timeout=10)
        refused = client.get("/readyz")
        assert (refused.json()["code"], refused.json()["retryable"]) == ("unavailable", True)
        assert refused.json()["request_id"] == refused.headers["x-request-id"]
        assert [client.get(path).json() for path in ("/health", "/healthz")] == [{"ok": True}] * 2


def test_s05_a_schema_that_is_not_the_newest_is_not_ready(start_server, pg_url: str):
    server: ServerProcess = start_server(pg_url)
    with psycopg.connect(pg_url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    with server.client() as client:
        assert wait_until(lambda: client.get("/readyz").status_code == 503, timeout=10)
        assert "mission-control migrate" in client.get("/readyz").json()["detail"]


def test_s06_the_document_is_valid_and_needs_no_credentials(document: dict[str, Any]):
    assert document["openapi"].startswith("3.")
    validate(document)


@pytest.mark.e2e
def test_s07_the_documentation_works_without_any_other_host(start_server, page: Page):
    server: ServerProcess = start_server()
    asked, complaints = list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{server.base_url}/docs")
    page.get_by_text("/api/v1/users/me").first.wait_for(timeout=90_000)
    assert f"{server.base_url}/openapi.json" in asked
    assert [url for url in asked if not url.startswith((server.base_url, "data:"))] == []
    assert complaints == []


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
def test_s09_another_version_is_missing(server: ServerProcess, method: str):
    with server.as_operator() as operator:
        reply = operator.request(method, "/api/v2/users/me", headers={"Accept": "text/html"})
    assert reply.status_code == 404
    assert reply.json()["request_id"] == reply.headers["x-request-id"]
    assert reply.json()["detail"]


def test_readiness_does_not_wait_for_a_database_that_hangs(start_server, services: Services, pg_url: str):
    with StallingProxy(services.postgres().port) as proxy:
        server: ServerProcess = start_server(pg_url.replace(f":{services.postgres().port}/", f":{proxy.port}/"))
        with server.client() as client:
            proxy.stall()
            time.sleep(1.1)  # what the last good answer is worth
            begun = time.monotonic()
            assert client.get("/readyz").status_code == 503
            assert time.monotonic() - begun < 4
            assert client.get("/healthz").status_code == 200
