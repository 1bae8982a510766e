import json
import subprocess
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from sqlalchemy import insert

from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.jobs.models import JobRow, JobStatus
from mission_control.kernel.jobs.registry import Registry
from tests.kernel.jobs_world import connect
from tests.support.command import Installation
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import make_board, ok


def test_health_answers_without_credentials(server: ServerProcess) -> None:
    with server.client() as client:
        for path in ("/health", "/healthz", "/readyz"):
            reply = client.get(path)
            assert (reply.status_code, reply.json()) == (200, {"ok": True}), path


def test_an_unknown_path_answers_in_the_shape_of_all_errors(server: ServerProcess) -> None:
    with server.client() as client:
        reply = client.get("/api/v2/users/me")
    assert reply.status_code == 404
    assert (reply.json()["code"], reply.json()["retryable"]) == ("not_found", False)


def test_the_curl_of_the_reference_succeeds(server: ServerProcess) -> None:
    done = subprocess.run(["curl", "-fsS", f"{server.base_url}/healthz"], capture_output=True, check=True)
    assert json.loads(done.stdout) == {"ok": True}


def test_document_and_token_need_no_running_server(server: ServerProcess, tmp_path: Path) -> None:
    here = Installation(tmp_path, **server.environment())
    assert json.loads(here.run("openapi").stdout)["openapi"].startswith("3.")
    assert here.run("token", "show").stdout.strip() == server.token


def test_probes_may_ask_for_the_head_alone(server: ServerProcess) -> None:
    with server.client() as client:
        for path in ("/health", "/healthz", "/readyz", "/docs", "/openapi.json", "/boards"):
            reply = client.head(path)
            assert (reply.status_code, reply.content) == (200, b""), path
            assert reply.headers["x-request-id"], path


def test_metrics_show_the_requests_and_the_database_connections(server: ServerProcess) -> None:
    with server.client() as client:
        page = client.get("/metrics").text
    assert 'mission_control_db_pool_connections{state="size"} 16.0' in page
    assert 'mission_control_db_pool_connections{state="in_use"}' in page
    assert 'route="/readyz"' in page


def test_metrics_show_jobs_gateways_and_streams(server: ServerProcess, module_database: str) -> None:
    with server.as_operator() as operator, server.client() as client:
        make_board(operator)
        made = {"name": "Lab", "url": "ws://nowhere.invalid", "workspace_root": "~/.openclaw"}
        ok(operator.post("/api/v1/gateways", json=made))
        late = datetime.now(UTC) - timedelta(hours=1)
        database, _ = connect(module_database, Registry())
        with database.write() as uow:
            uow.defer(Registry().job("of.another.release")(nothing), at=late)
            letter = {"name": "wake.agent", "arguments": {}, "run_at": late, "attempts": 8, "status": JobStatus.FAILED}
            uow.db.execute(insert(JobRow).values(**letter, created_at=late, updated_at=late))
        database.engine.dispose()
        with operator.stream("GET", "/api/v1/events"):
            # What one scrape has read, the next may show for a moment.
            assert wait_until(lambda: figures(client)["mission_control_jobs_given_up"] == 1, timeout=10)
            told = figures(client)
    assert told['mission_control_jobs_waiting{job="of.another.release"}'] == 1
    assert told["mission_control_jobs_oldest_due_seconds"] >= 0
    assert told['mission_control_gateways{state="connected"}'] == 0
    assert sum(value for name, value in told.items() if name.startswith("mission_control_gateways{")) == 1
    assert told["mission_control_streams_open"] == 1
    assert any(name.startswith("mission_control_jobs_total{") and 'outcome="done"' in name for name in told)


def nothing(uow: UnitOfWork) -> None: ...


def figures(client: httpx.Client) -> defaultdict[str, float]:
    lines = [line.rpartition(" ") for line in client.get("/metrics").text.splitlines() if not line.startswith("#")]
    return defaultdict(float, {name: float(value) for name, _, value in lines})
