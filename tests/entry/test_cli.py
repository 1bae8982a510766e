"""The commands that look after an installation."""

from __future__ import annotations

import json
import re
import socket
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import Installation
from tests.support.server import ServerProcess

STRONG = "configured-token-of-this-test-0123456789-abcdefghijklmnop"


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


def findings(here: Installation, **settings: str) -> tuple[int, dict[str, Any]]:
    """The exit code and the findings by their check; the worst of each."""
    done = here.run("doctor", "--json", **settings)
    report = json.loads(done.stdout)
    assert report["ok"] is (done.returncode == 0)
    order = ["ok", "warning", "broken"]
    worst: dict[str, Any] = {}
    for item in report["findings"]:
        known = worst.get(item["check"])
        if known is None or order.index(item["state"]) > order.index(known["state"]):
            worst[item["check"]] = item
    return done.returncode, worst


# --- token


def test_a_token_is_made_once_and_only_its_owner_can_read_it(here: Installation):
    first, second = here.run("token", "show").stdout, here.run("token", "show").stdout
    assert first == second
    assert len(first.strip()) >= 50
    assert (here.data_dir / "local-auth-token").stat().st_mode & 0o777 == 0o600


def test_rotating_replaces_the_token_and_keeps_the_former_one_once(here: Installation):
    former = here.run("token", "show").stdout
    done = here.run("token", "rotate")
    assert done.returncode == 0
    assert done.stdout == here.run("token", "show").stdout != former
    assert "former one is good until you rotate again" in done.stderr
    assert (here.data_dir / "local-auth-token-former").read_text() == former
    assert (here.data_dir / "local-auth-token").stat().st_mode & 0o777 == 0o600
    assert here.run("token", "rotate", "--at-once").returncode == 0
    assert [file.name for file in here.data_dir.iterdir()] == ["local-auth-token"]


def test_a_configured_token_cannot_be_rotated_here(here: Installation):
    done = here.run("token", "rotate", LOCAL_AUTH_TOKEN=STRONG)
    assert (done.returncode, done.stdout) == (1, "")
    assert "LOCAL_AUTH_TOKEN" in done.stderr


# --- settings


def test_every_bad_setting_is_named_and_no_value_is_repeated(here: Installation):
    done = here.run("serve", LOCAL_AUTH_TOKEN="too-short-a-token", BASE_URL="ftp-nonsense", PORT="0")
    assert done.returncode == 2
    assert {line.partition(":")[0] for line in done.stderr.splitlines()[1:]} == {
        "BASE_URL",
        "LOCAL_AUTH_TOKEN",
        "PORT",
    }
    assert "too-short-a-token" not in done.stderr
    assert "ftp-nonsense" not in done.stderr


# --- doctor


def test_the_doctor_finds_nothing_before_the_first_start_and_makes_nothing(here: Installation):
    code, found = findings(here)
    assert code == 0
    assert {item["state"] for check, item in found.items() if check != "user interface"} == {"ok"}
    assert not here.data_dir.exists()


def test_the_doctor_says_where_the_data_folder_cannot_be_made(here: Installation):
    (here.folder / "a-file").write_text("")
    code, found = findings(here, DATA_DIR=str(here.folder / "a-file" / "data"))
    assert (code, found["data folder"]["state"]) == (1, "broken")
    assert "cannot be made in" in str(found["data folder"])


def test_the_doctor_says_what_to_write_into_a_variable(here: Installation):
    code, found = findings(here, SECRET_KEY="short")
    told = found["settings"]
    assert code == 1
    assert (told["detail"], "openssl rand" in told["mend"]) == ("SECRET_KEY cannot be used.", True)


def test_the_doctor_says_in_words_what_is_well(here: Installation):
    assert here.run("migrate").returncode == 0
    done = here.run("doctor")
    assert done.returncode == 0
    assert "The database file is whole" in done.stdout
    assert "0 broken" in done.stdout


def test_the_doctor_recognizes_a_running_server(start_server, database: str):
    server: ServerProcess = start_server(database)
    here = Installation(server.data_dir.parent)
    here.settings = server.environment()
    code, found = findings(here)
    assert (code, found["database"]["state"], found["schema"]["state"]) == (0, "ok", "ok")
    assert "Mission Control answers" in found["port"]["detail"]


def test_the_doctor_notices_that_a_rotated_token_needs_a_restart(start_server):
    server: ServerProcess = start_server()
    here = Installation(server.data_dir.parent)
    here.settings = server.environment() | {"LOCAL_AUTH_TOKEN": STRONG}
    code, found = findings(here)
    assert (code, found["sign-in"]["mend"]) == (1, "Restart the server.")


def test_the_doctor_names_a_port_that_another_program_uses(here: Installation):
    with socket.create_server(("127.0.0.1", here.port)):
        code, found = findings(here)
    assert (code, found["port"]["state"]) == (1, "broken")
    assert "PORT" in found["port"]["mend"]


def test_the_doctor_names_secrets_that_others_can_read(here: Installation):
    here.run("token", "show")
    (here.data_dir / "local-auth-token").chmod(0o644)
    code, found = findings(here)
    assert code == 1
    assert found["secret files"]["mend"].startswith("Run: chmod 600")


def test_the_doctor_names_a_damaged_database(here: Installation):
    # A process that ends of itself leaves nothing of the database beside its file.
    assert here.run_alone("migrate").returncode == 0
    file = here.data_dir / "mission-control.db"
    content = bytearray(file.read_bytes())
    content[8192:40960] = b"\xff" * 32768
    file.write_bytes(content)
    code, found = findings(here)
    assert code == 1
    assert "backup" in (found.get("integrity") or found["database"])["mend"]


def test_a_table_of_another_program_is_known_to_be_none_of_ours(here: Installation):
    here.data_dir.mkdir()
    with sqlite3.connect(here.data_dir / "mission-control.db") as connection:
        connection.execute("CREATE TABLE skill_packs (id INTEGER)")
    connection.close()
    # A process that has imported no more than its command asks for.
    refused = here.run_alone("migrate")
    assert (refused.returncode, "a schema that this version does not know" in refused.stderr) == (1, True)


def test_the_doctor_names_dangling_references(here: Installation):
    assert here.run("migrate").returncode == 0
    with sqlite3.connect(here.data_dir / "mission-control.db") as connection:
        connection.execute("CREATE TABLE child (parent INTEGER REFERENCES jobs (id))")
        connection.execute("INSERT INTO child VALUES (4711)")
    connection.close()
    code, found = findings(here)
    assert (code, found["integrity"]["state"]) == (1, "broken")
    assert "child" in found["integrity"]["detail"]


def test_the_doctor_names_an_outdated_schema(here: Installation, empty_database: str):
    settings = {"DATABASE_URL": empty_database}
    if empty_database.startswith("sqlite"):
        sqlite3.connect(empty_database.removeprefix("sqlite:///")).close()
        Path(empty_database.removeprefix("sqlite:///")).touch()
    code, found = findings(here, **settings)
    assert (code, found["schema"]["state"]) == (0, "warning")
    code, found = findings(here, **settings, DB_AUTO_MIGRATE="false")
    assert (code, found["schema"]["mend"]) == (1, "Run: mission-control migrate")


def test_the_doctor_names_services_that_are_away(here: Installation):
    code, found = findings(
        here,
        DATABASE_URL="postgresql://u:the-password@127.0.0.1:1/x",
        RATE_LIMIT_BACKEND="redis",
        RATE_LIMIT_REDIS_URL="redis://u:the-password@127.0.0.1:1/0",
    )
    assert (code, found["database"]["state"], found["rate limits"]["state"]) == (1, "broken", "broken")
    assert "the-password" not in json.dumps(found)


def test_the_doctor_asks_redis(here: Installation, redis_url: str):
    code, found = findings(here, RATE_LIMIT_BACKEND="redis", RATE_LIMIT_REDIS_URL=redis_url)
    assert (code, found["rate limits"]["state"]) == (0, "ok")


def test_the_doctor_names_bad_settings(here: Installation):
    code, found = findings(here, LOCAL_AUTH_TOKEN="short")
    assert (code, found["settings"]["state"]) == (1, "broken")
    assert "openssl rand" in found["settings"]["mend"]


def test_the_doctor_warns_of_an_address_that_agents_cannot_use(here: Installation):
    code, found = findings(here, HOST="0.0.0.0")
    assert (code, found["base url"]["state"]) == (0, "warning")


def test_the_doctor_names_origins_that_no_browser_sends(here: Installation):
    odd = "https://a.example.org/console", "b.example.org", "https://*.example.org", "https://C.example.org:443"
    fine = "https://fine.example.org/, http://localhost:3000, chrome-extension://abc"
    done = here.run("doctor", CORS_ORIGINS=f"{fine}, null, {', '.join(odd)}")
    named = re.findall(r"warning  cors origins: (\S+) is no origin", done.stdout)
    assert (done.returncode, tuple(named)) == (0, odd)
    assert "cors origins: null lets in every page" in done.stdout


def test_the_doctor_names_variables_of_the_reference_that_do_nothing(here: Installation):
    (here.folder / ".env").write_text("RQ_QUEUE_NAME=default\n")
    done = here.run("doctor", CLERK_VERIFY_IAT="false", RQ_DISPATCH_MAX_RETRIES="", GATEWAY_MIN_VERSION="2026.02.9")
    assert done.returncode == 0
    assert [name in done.stdout for name in ("RQ_QUEUE_NAME", "CLERK_VERIFY_IAT")] == [True, True]
    assert "THROTTLE" not in done.stdout
    assert here.run("doctor", GATEWAY_MIN_VERSION="new").returncode == 1


# --- jobs that gave up


def test_jobs_that_gave_up_are_found_and_set_going_again(here: Installation):
    assert here.run("migrate").returncode == 0
    with sqlite3.connect(here.data_dir / "mission-control.db") as connection:
        for job_id in (1, 2):
            connection.execute(
                "INSERT INTO jobs (id, name, arguments, run_at, attempts, status, last_error, created_at, updated_at)"
                " VALUES (?, 'wake.agent', '{}', ?, 8, 'failed', 'it was away', ?, ?)",
                (job_id, *["2026-01-02 03:04:05.000000"] * 3),
            )
    connection.close()
    code, found = findings(here)
    assert (code, found["jobs"]["state"]) == (0, "warning")
    assert "2 background job(s) gave up" in found["jobs"]["detail"]
    assert "wake.agent  it was away" in here.run("jobs", "list").stdout
    assert here.run("jobs", "retry", "1").stdout == "1 job(s) queued again.\n"
    assert here.run("jobs", "discard", "2", "3").returncode == 1
    assert findings(here)[1]["jobs"]["state"] == "ok"


# --- what nobody foresaw


def test_an_unforeseen_failure_says_where_and_not_what_it_was_about(here: Installation):
    assert here.run("migrate").returncode == 0
    with sqlite3.connect(here.data_dir / "mission-control.db") as connection:
        connection.execute("ALTER TABLE users RENAME TO hidden_users")
    connection.close()
    done = here.run("admins", "add", "ada@example.org")
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert "OperationalError SQLITE_ERROR" in done.stderr
    assert "ada@example.org" not in done.stdout + done.stderr


# --- documentation


def test_pages_are_made_from_the_program_and_checked_against_it(here: Installation):
    assert here.run("docs", "--folder", "pages").returncode == 0
    page = (here.folder / "pages" / "permissions.md").read_text()
    assert "| `PATCH /api/v1/users/me` | user |" in page
    assert "| `GET /healthz` | public |" in page
    assert here.run("docs", "--folder", "pages", "--check").returncode == 0
    (here.folder / "pages" / "permissions.md").write_text("old")
    done = here.run("docs", "--folder", "pages", "--check")
    assert (done.returncode, "permissions.md" in done.stderr) == (1, True)
