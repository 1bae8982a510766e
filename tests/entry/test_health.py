import json
import subprocess
import sys

from tests.support.server import ServerProcess


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


def test_document_and_token_need_no_running_server(server: ServerProcess) -> None:
    def command(*words: str) -> str:
        run = [sys.executable, "-m", "mission_control.entry.cli", *words]
        return subprocess.run(run, env=server.environment(), capture_output=True, check=True, text=True).stdout

    assert json.loads(command("openapi"))["openapi"].startswith("3.")
    assert command("token", "show").strip() == server.token


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
