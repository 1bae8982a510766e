"""The examples of the API reference, to the letter, and what the pages must show."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from tests.support.processes import clean_environment
from tests.support.server import ServerProcess
from tests.support.world import Json, code_of, make_agent, make_board, make_task, ok
from tests.test_docs import ADDRESS, examples_of

HEALTH = "curl -f http://localhost:8000/healthz"
HEARTBEAT = """\
curl -s -X POST http://localhost:8000/api/v1/agent/heartbeat \\
  -H "X-Agent-Token: $AUTH_TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '{"name":"Tessa","board_id":"<board-id>","status":"online"}'"""
TASKS = """\
curl -s "http://localhost:8000/api/v1/agent/boards/<board-id>/tasks?status=inbox&limit=10" \\
  -H "X-Agent-Token: $AUTH_TOKEN\""""
PLACE = "<board-id>"


def run(
    server: ServerProcess, example: str, folder: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """An example as somebody would paste it, against this server."""
    return subprocess.run(
        ["bash", "-c", example.replace(ADDRESS, server.base_url.replace("127.0.0.1", "localhost"))],
        check=False,
        capture_output=True,
        text=True,
        timeout=30,
        cwd=folder,
        env=clean_environment(variables),
    )


def test_s56_health(server: ServerProcess):
    done = run(server, HEALTH)
    assert (done.returncode, json.loads(done.stdout)) == (0, {"ok": True})


@pytest.mark.parametrize("board_id", ["its own", PLACE])
def test_s57_heartbeat(server: ServerProcess, board_id: str):
    with server.as_operator() as operator:
        board = make_board(operator)
        tessa = make_agent(operator, board, "Tessa")
    example = HEARTBEAT if board_id == PLACE else HEARTBEAT.replace(PLACE, board["id"])
    shown = json.loads(run(server, example, AUTH_TOKEN=tessa.token).stdout)
    assert (shown["id"], shown["name"], shown["status"]) == (tessa.id, "Tessa", "online")
    assert datetime.now(UTC) - datetime.fromisoformat(shown["last_seen_at"]) < timedelta(seconds=30)


@pytest.mark.parametrize("body", [None, b"", b"not json", b"[1]", b'{"status": "offline", "name": "Somebody else"}'])
def test_s57_the_token_alone_says_who_it_is(server: ServerProcess, body: bytes | None):
    with server.as_operator() as operator:
        made = make_agent(operator, make_board(operator))
    with server.as_agent(made.token) as agent:
        headers = {"Content-Type": "application/json"} if body else {}
        shown = ok(agent.post("/api/v1/agent/heartbeat", content=body, headers=headers))
    assert (shown["id"], shown["name"], shown["status"]) == (made.id, made.name, "online")


def test_s58_task_list(server: ServerProcess):
    with server.as_operator() as operator:
        board = make_board(operator)
        tessa = make_agent(operator, board, "Tessa")
        waiting = [make_task(operator, board, f"Task {number}")["id"] for number in range(12)]
        make_task(operator, board, "Under way", status="in_progress")
        make_task(operator, board, "Handed in", status="review")
    page = json.loads(run(server, TASKS.replace(PLACE, board["id"]), AUTH_TOKEN=tessa.token).stdout)
    assert (page["limit"], page["offset"], page["total"]) == (10, 0, 12)
    assert [task["id"] for task in page["items"]] == waiting[:1:-1]
    assert {task["status"] for task in page["items"]} == {"inbox"}
    with server.as_agent(tessa.token) as agent:
        refused = agent.get(f"/api/v1/agent/boards/{board['id']}/tasks?status=asleep")
    assert code_of(refused) == (422, "unknown_status")


# --- pages of lists


def _lists(client: httpx.Client, board: Json, task: Json) -> dict[str, list[str]]:
    """What makes three rows of each list, by its url."""
    tasks = f"/api/v1/boards/{board['id']}/tasks"
    comments = f"{tasks}/{task['id']}/comments"
    made = {
        "/api/v1/boards": [board["id"], *(make_board(client)["id"] for _ in "ab")],
        f"/api/v1/agents?board_id={board['id']}": [make_agent(client, board).id for _ in "abc"],
        tasks: [task["id"], *(make_task(client, board)["id"] for _ in "ab")],
        comments: [ok(client.post(comments, json={"message": word}))["id"] for word in "abc"],
    }
    return {**made, "/api/v1/activity/task-comments": made[comments]}


def test_s53_s54_lists_are_told_in_pages(server: ServerProcess):
    with server.as_operator() as operator:
        ok(operator.post("/api/v1/organizations", json={"name": "Pages"}))
        board = make_board(operator)
        for url, made in _lists(operator, board, make_task(operator, board)).items():
            whole = ok(operator.get(url))
            assert {item["id"] for item in whole["items"]} == set(made), url
            assert (whole["total"], whole["limit"], whole["offset"]) == (3, 200, 0), url
            second = ok(operator.get(url + ("&" if "?" in url else "?") + "limit=1&offset=1"))
            third = ok(operator.get(url + ("&" if "?" in url else "?") + f"limit=1&cursor={second.pop('next_cursor')}"))
            assert second == {"items": whole["items"][1:2], "total": 3, "limit": 1, "offset": 1}, url
            assert (third["items"], third["next_cursor"]) == (whole["items"][2:], None), url


# --- what the pages show

PEOPLE = "Authorization: Bearer $TOKEN"
SHOWN: list[tuple[str, str, str, str]] = [
    ("an operator creates a task", "POST", r"/api/v1/boards/\$BOARD/tasks", PEOPLE),
    ("a lead creates a task", "POST", r"/api/v1/agent/boards/\$BOARD/tasks", "X-Agent-Token: $LEAD"),
    ("an operator moves a task", "PATCH", r"/api/v1/boards/\$BOARD/tasks/\$TASK", PEOPLE),
    ("an agent moves a task", "PATCH", r"/api/v1/agent/boards/\$BOARD/tasks/\$TASK", "X-Agent-Token: $AUTH_TOKEN"),
    ("an operator comments", "POST", r"/api/v1/boards/\$BOARD/tasks/\$TASK/comments", PEOPLE),
    ("an agent comments", "POST", r"/api/v1/agent/boards/\$BOARD/tasks/\$TASK/comments", "X-Agent-Token: $AUTH_TOKEN"),
]


@pytest.mark.parametrize(("what", "method", "path", "header"), SHOWN, ids=[shown[0] for shown in SHOWN])
def test_s63_the_pages_show_how(what: str, method: str, path: str, header: str):
    """`test_docs` runs every example of these pages."""
    calls = [
        call for page in ("docs/api.md", "docs/agents.md") for block in examples_of(page) for call in _calls(block)
    ]
    wanted = re.compile(rf'-X {method} "{re.escape(ADDRESS)}{path}"')
    assert any(wanted.search(call) and header in call for call in calls), what


def test_s64_the_stream_of_a_memory_tells_of_an_entry(server: ServerProcess, tmp_path: Path):
    example = _example("docs/agents.md", "memory/stream")
    assert re.search(r"curl -s?N .*/memory/stream\?since=", example)
    with server.as_operator() as operator:
        board = make_board(operator)
        agent = make_agent(operator, board)
    done = run(server, example, folder=tmp_path, BOARD=board["id"], AUTH_TOKEN=agent.token)
    assert done.returncode == 0, done.stderr
    event, data = re.findall(r"^(?:event|data): (.*)$", (tmp_path / "heard.txt").read_text(), re.MULTILINE)
    assert (event, json.loads(data)["memory"]["content"]) == ("memory", "The cover is blue.")


def test_s65_an_approval_from_the_question_to_the_answer(server: ServerProcess):
    example = _example("docs/agents.md", "Bearer $TOKEN", "/approvals")
    assert ["X-Agent-Token" in call for call in _calls(example)] == [True, False, False, True]
    with server.as_operator() as operator:
        board = make_board(operator)
        agent = make_agent(operator, board)
        names = {"BOARD": board["id"], "TASK": make_task(operator, board)["id"], "AUTH_TOKEN": agent.token}
        done = run(server, example, **names, TOKEN=server.token)
        assert done.returncode == 0, done.stderr
        (approval,) = ok(operator.get(f"/api/v1/boards/{board['id']}/approvals"))["items"]
    pending, decided, seen = (json.loads(line) for line in done.stdout.replace("}{", "}\n{").splitlines())
    assert [item["id"] for item in pending["items"]] == [approval["id"]]
    assert (decided["status"], [item["status"] for item in seen["items"]]) == ("approved", ["approved"])


def test_s56_s57_s58_the_pages_show_the_examples_of_the_reference():
    blocks = [_plain(block) for page in ("README.md", "docs/agents.md") for block in examples_of(page)]
    for example in (HEALTH, HEARTBEAT, TASKS):
        assert any(_plain(example.replace(PLACE, "$BOARD")) in block for block in blocks), example


def _example(page: str, *words: str) -> str:
    """The one block of a page that has all of these words."""
    (block,) = [block for block in examples_of(page) if all(word in block for word in words)]
    return block


def _plain(text: str) -> str:
    """The words alone: an example with a variable in it needs other quotes."""
    return re.sub(r"[\\\"'\s]+", " ", text).strip()


def _calls(block: str) -> list[str]:
    """Each call of a block, with the lines that continue it."""
    return [f"curl{rest}" for rest in block.split("curl")[1:]]
