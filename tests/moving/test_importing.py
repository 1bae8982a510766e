"""An installation of the reference is brought over: all of it, once, and nothing of it has consequences."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.rounds import rounds
from tests.moving.reference import ReferenceDatabase, id_of
from tests.support.command import Installation
from tests.support.processes import wait_until
from tests.support.server import OPERATOR_TOKEN, ServerProcess
from tests.support.services import Services
from tests.support.world import ok

TASKS = rounds(2_000, "IMPORT_TASKS")
"""The more of them, the longer it may take."""
pytestmark = pytest.mark.timeout(120 + TASKS / 50)
ACME = {"X-Organization-Id": id_of("organization 1")}
BOREALIS = {"X-Organization-Id": id_of("organization 2")}


@pytest.fixture(scope="module")
def reference(services: Services) -> Iterator[ReferenceDatabase]:
    url = services.empty_database("postgresql")
    database = ReferenceDatabase(url)
    database.fill(TASKS)
    yield database
    services.drop_database(url)


@pytest.fixture(scope="module", params=("sqlite", "postgresql"))
def place(services: Services, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An installation with nothing in it."""
    url = services.empty_database(request.param)
    place = Installation(tmp_path_factory.mktemp("place"), DATABASE_URL=url, LOCAL_AUTH_TOKEN=OPERATOR_TOKEN)
    place.patience += TASKS / 200
    yield place
    services.drop_database(url)


def imported(place: Installation, reference: ReferenceDatabase, *options: str) -> dict[str, tuple[int, ...]]:
    """The report of an import: (found, brought, already here, left out) by table."""
    done = place.run("import-reference", *options, REFERENCE_DATABASE_URL=reference.url)
    assert done.returncode == 0, done.stderr
    return report_of(done.stdout)


def report_of(text: str) -> dict[str, tuple[int, ...]]:
    lines = text.partition("\n\n")[0].splitlines()[1:]
    rows = (line.rsplit(maxsplit=4) for line in lines)
    return {name: tuple(map(int, counts)) for name, *counts in rows}


def serving(place: Installation) -> ServerProcess:
    return ServerProcess(place.settings["DATABASE_URL"], env={"DATA_DIR": str(place.data_dir)}).start()


def test_everything_comes_over_once_and_agents_go_on_with_their_tokens(
    place: Installation, reference: ReferenceDatabase
) -> None:
    tokens = {name: reference.give_token(id_of(f"agent {name}")) for name in ("1.2", "7.2")}
    reference.give_token(id_of("agent 3.2"), iterations=1_000)
    planned = imported(place, reference, "--dry-run")
    report = imported(place, reference)
    assert planned == report
    found, brought, present, left = report["all"]
    assert (brought + left, present) == (found, 0)
    assert report["tasks"] == (TASKS, TASKS, 0, 0)
    assert report["comments (of activity_events)"] == (TASKS, TASKS, 0, 0)
    # Signs of life, a payload that is too old, and an interview.
    assert {name: row[3] for name, row in report.items() if row[3] and name != "all"} == {
        "activity_events": 5,
        "board_webhook_payloads": 1,
        "board_onboarding_sessions": 1,
    }

    with serving(place) as server:
        _looks_the_same(server)
        _tasks_have_their_history(server)
        _agents_go_on(server, tokens)
    # Everything was sealed, and the log says what it is.
    verified = place.run("audit", "verify")
    assert verified.returncode == 0, verified.stderr

    again = imported(place, reference)
    assert again["all"][1] == 0
    assert again["tasks"] == (TASKS, 0, TASKS, 0)


def _looks_the_same(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        organizations = ok(operator.get("/api/v1/organizations/me/list"))
        assert {(it["name"], it["role"]) for it in organizations} == {("Acme", "owner"), ("Borealis", "admin")}
        boards = ok(operator.get("/api/v1/boards", headers=ACME))["items"]
        assert {board["id"] for board in boards} == {id_of(f"board {n}") for n in range(1, 6)}
        totals = [
            ok(operator.get(f"/api/v1/boards/{id_of(f'board {n}')}/tasks", params={"limit": 1}, headers=ACME))["total"]
            for n in range(1, 6)
        ]
        assert totals == [TASKS // 10] * 5
        members = ok(operator.get("/api/v1/organizations/me/members", headers=ACME))["items"]
        assert {member["role"] for member in members} == {"owner", "member"}
        gateway = ok(operator.get(f"/api/v1/gateways/{id_of('gateway 1')}", headers=ACME))
        assert (gateway["url"], gateway["has_token"], gateway["token"]) == ("ws://127.0.0.1:9", True, None)
        webhooks = f"/api/v1/boards/{id_of('board 1')}/webhooks/{id_of('webhook 1')}"
        payloads = ok(operator.get(f"{webhooks}/payloads", headers=ACME))["items"]
        assert {it["id"]: it["payload"] for it in payloads} == {
            id_of("payload 1"): {"event": "push", "number": 7},
            id_of("payload 2"): "plain words",
        }
        assert payloads[-1]["headers"] != {"x-api-key": "hush"}
        assert ok(operator.get(webhooks, headers=ACME))["has_secret"] is True
        found = ok(operator.get("/api/v1/search", params={"q": "Task 1230"}, headers=ACME))["items"]
        assert id_of("task 1230") in {item["task_id"] for item in found}


def _tasks_have_their_history(server: ServerProcess) -> None:
    # In review, on board 2, tagged.
    tasks = f"/api/v1/boards/{id_of('board 2')}/tasks"
    task = f"{tasks}/{id_of('task 21')}"
    with server.as_operator() as operator:
        operator.headers.update(ACME)
        shown = ok(operator.get(task))
        assert (shown["title"], shown["status"], shown["priority"]) == ("Task 21", "review", "low")
        assert [tag["name"] for tag in shown["tags"]] == ["Urgent"]
        history = ok(operator.get(f"{task}/history"))["items"]
        assert [stay["status"] for stay in history] == ["review", "in_progress", "inbox"]
        assert history[0]["actor_name"] == "Wendy"
        comments = ok(operator.get(f"{task}/comments"))["items"]
        assert [(it["author_name"], it["message"][:19]) for it in comments] == [("Wendy", "Evidence of task 21")]
        told = ok(operator.get("/api/v1/activity", params={"task_id": id_of("task 21")}))["items"]
        assert {it["event_type"] for it in told} == {
            "imported.task.created",
            "imported.task.status_changed",
            "imported.task.comment",
        }
        assert ok(operator.get(f"{tasks}/{id_of('task 51')}"))["depends_on_task_ids"] == [id_of("task 41")]
        with_value = ok(operator.get(f"/api/v1/boards/{id_of('board 1')}/tasks/{id_of('task 10')}"))
        assert with_value["custom_field_values"] == {"ticket": "ACME-10"}
        # Under way: it stays with its agent, which has a day to call here.
        assert with_value["lease"]["agent_id"] == id_of("agent 1.2")
        approval = ok(operator.get(f"/api/v1/boards/{id_of('board 1')}/approvals/{id_of('approval 60')}"))
        assert approval["task_ids"] == [id_of("task 60")]


def _agents_go_on(server: ServerProcess, tokens: dict[str, str]) -> None:
    for name, token in tokens.items():
        with server.as_agent(token) as agent:
            # The first call finds whose token it is, whatever it asks for; later ones find it at once.
            assert ok(agent.post("/api/v1/agent/heartbeat"))["id"] == id_of(f"agent {name}")
            assert ok(agent.get("/api/v1/agent/boards"))["items"]
    # Agent 3.2 has not called yet, so guesses are held against its digest: a few, and then none for a while.
    with server.client() as guesser:
        guesses = [guesser.get("/api/v1/agent/boards", headers={"X-Agent-Token": f"{n:043}"}) for n in range(40)]
    assert {reply.status_code for reply in guesses} <= {401, 429, 503}
    assert 429 in {reply.status_code for reply in guesses}
    with server.as_operator() as operator:
        operator.headers.update(ACME)
        agent = ok(operator.get(f"/api/v1/agents/{id_of('agent 1.2')}"))
        assert (agent["status"], agent["has_token"], agent["connection"]) == ("online", True, "direct")
        # Nothing is done on its gateway until somebody asks for it.
        assert ok(operator.get(f"/api/v1/gateways/{id_of('gateway 1')}/agents"))["agents"] == []
        taken = ok(operator.post(f"/api/v1/agents/{id_of('agent 1.2')}/setup", json={}))
        assert (taken["connection"], taken["setup"]["phase"]) == ("gateway", "applying")
    # Until the new token has been used the old one works.
    with server.as_agent(tokens["1.2"]) as agent:
        ok(agent.post("/api/v1/agent/heartbeat"))


@pytest.fixture
def another_place(services: Services, tmp_path: Path) -> Iterator[Installation]:
    url = services.empty_database("sqlite")
    yield Installation(tmp_path, DATABASE_URL=url, LOCAL_AUTH_TOKEN=OPERATOR_TOKEN)
    services.drop_database(url)


def test_a_killed_import_goes_on_where_it_ended(another_place: Installation, reference: ReferenceDatabase) -> None:
    log = another_place.folder / "log"
    process = another_place.start("import-reference", "--verbose", log=log, REFERENCE_DATABASE_URL=reference.url)
    assert wait_until(lambda: log.exists() and "… comments" in log.read_text(), timeout=40)
    process.send_signal(signal.SIGKILL)
    process.wait(20)
    assert "seals" not in log.read_text()

    report = imported(another_place, reference)
    assert 0 < report["tasks"][2] <= TASKS
    assert report["all"][1] > 0
    assert imported(another_place, reference)["all"][1] == 0
    with serving(another_place) as server, server.as_operator() as operator:
        operator.headers.update(BOREALIS)
        tasks = f"/api/v1/boards/{id_of('board 7')}/tasks"
        assert ok(operator.get(tasks, params={"limit": 1}))["total"] == TASKS // 10
        stays = ok(operator.get(f"{tasks}/{id_of('task 36')}/history"))["items"]
        assert [stay["status"] for stay in stays] == ["done", "review", "in_progress", "inbox"]
        # What was deleted or changed here since stays so.
        ok(operator.delete(f"{tasks}/{id_of('task 36')}"))
        ok(operator.patch(f"{tasks}/{id_of('task 46')}", json={"title": "Called otherwise", "tag_ids": []}))
        refused = another_place.run("import-reference", REFERENCE_DATABASE_URL=reference.url)
        assert (refused.returncode, "A server uses" in refused.stderr) == (1, True)
    again = another_place.run("import-reference", REFERENCE_DATABASE_URL=reference.url)
    assert "deleted here since it was brought over" in again.stdout
    with serving(another_place) as server, server.as_operator() as operator:
        operator.headers.update(BOREALIS)
        assert operator.get(f"{tasks}/{id_of('task 36')}").status_code == 404
        assert ok(operator.get(f"{tasks}/{id_of('task 46')}"))["title"] == "Called otherwise"


def test_what_does_not_fit_is_mended_or_left_out_with_a_reason(another_place: Installation, services: Services) -> None:
    url = services.empty_database("postgresql")
    database = ReferenceDatabase(url)
    database.fill(20)
    database.soil()
    done = another_place.run("import-reference", REFERENCE_DATABASE_URL=url)
    services.drop_database(url)
    assert done.returncode == 0, done.stderr
    for sentence in (
        "organization_members: an unknown role became `member`",
        "organization_members: its person is not here",
        "organization_invites: a newer invite waits for the same address",
        "gateways: its address cannot be used",
        "boards: its organization is not here",
        "boards: success_metrics was no JSON object",
        "agents: its name was another's on the same board",
        "agents: its board had several leads",
        "agents: it needs a new token: the digest of its token is of an unknown kind",
        "agents: its gateway has a main agent already",
        "tags: its slug was taken",
        "tags: its colour was none",
        "task_custom_field_definitions: its pattern cannot be checked here",
        "tasks: an unknown status became `inbox`",
        "tasks: its agent is not on its board",
        "tasks: its board is not here",
        "task_dependencies: the task that it waits for is not on the same board",
        "approvals: an unknown status became `pending`",
        "board_memory: tags was no list of texts",
        "activity_events: it is of no board",
    ):
        assert sentence in done.stdout
    assert "Traceback" not in done.stderr
    with serving(another_place) as server, server.as_operator() as operator:
        operator.headers.update(ACME)
        task = ok(operator.get(f"/api/v1/boards/{id_of('board 1')}/tasks/{id_of('task blocked')}"))
        assert (task["status"], task["status_reason"]) == ("inbox", "The reference had it as “blocked”")
        approvals = ok(operator.get("/api/v1/approvals", params={"board_id": id_of("board 1")}))["items"]
        odd = next(it for it in approvals if it["id"] == id_of("approval odd"))
        assert (odd["status"], odd["confidence"], odd["payload"]["reason"][-3:]) == ("pending", 0.0, "odd")


def test_an_address_that_leads_nowhere_is_said_without_its_password(another_place: Installation) -> None:
    for address in (
        "mysql://somewhere/else",
        "postgresql://nobody@127.0.0.1:1/nothing",
        "postgresql://u:sekret@[bad/x",
        "postgresql://u:se%00kret@127.0.0.1:1/x",
        "postgresql://u:se@kret@127.0.0.1:1/x",
        "postgresql://u/se:kret@127.0.0.1:1/x",
        "postgresql://u:sekret/x",
        "postgresql://u:sekret@127.0.0.1:1/x?password=sekret&nothing=sekret",
    ):
        refused = another_place.run("import-reference", "--dry-run", REFERENCE_DATABASE_URL=address)
        assert (refused.returncode, refused.stdout) == (1, ""), address
        assert "reference's database" in refused.stderr
        assert "Traceback" not in refused.stderr
        assert "kret" not in refused.stderr


def test_a_database_of_ours_is_no_reference(another_place: Installation, pg_url: str) -> None:
    refused = another_place.run("import-reference", pg_url)
    assert refused.returncode == 1
    assert "is not one of the reference's newest version" in refused.stderr
