"""The demo from start to end: a fresh server beside the real data, a filled organization, a fleet at work."""

import itertools
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx

from mission_control.entry import startup
from mission_control.entry.demo import story
from mission_control.entry.demo.players import Caller, lead, wait_until_ready, work
from mission_control.entry.demo.story import Job, Player
from mission_control.entry.installation import sign_in_token
from mission_control.kernel.settings import Settings

FOLDER = "demo"
START_SECONDS = 60.0
NEW_WORK_SECONDS = 25.0


class DemoFailed(startup.CannotStart):
    """The text says what an operator can do."""


def run(settings: Settings, say: Callable[[str], None]) -> None:
    """Runs until Ctrl-C or SIGTERM, on data that is made anew each time; raises CannotStart."""
    apart = _apart_from(settings)
    token = sign_in_token(apart)
    base_url = f"http://127.0.0.1:{settings.port}"
    startup.listen(settings.host, settings.port).close()  # says it when the port is taken, before anybody is called
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server = _start_server(apart)
    stopping = threading.Event()
    try:
        if not wait_until_ready(base_url, START_SECONDS) or server.poll() is not None:
            raise DemoFailed("The demo's server did not start; if the port is taken, PORT=8001 chooses another.")
        board = _fill(base_url, token, stopping)
        say(f"A fleet of {len(story.FLEET)} is at work on “{board['name']}”. Ctrl-C ends the demo.")
        server.wait()
    except KeyboardInterrupt:
        pass
    finally:
        stopping.set()
        server.terminate()
        server.wait()


def _apart_from(settings: Settings) -> Settings:
    """The demo's own installation, without what the last demo left; its sign-in token stays the same."""
    folder = (settings.data_dir / FOLDER).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob("*.db*"):
        left.unlink()
    return settings.model_copy(update={"data_dir": folder, "database_url": "", "local_auth_token": ""})


def _start_server(settings: Settings) -> "subprocess.Popen[bytes]":
    environment = {
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": "",
        "LOCAL_AUTH_TOKEN": "",
        "PORT": str(settings.port),
        "LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-m", "mission_control.entry.cli", "serve"]
    return subprocess.Popen(command, env={**os.environ, **environment})


def _fill(base_url: str, token: str, stopping: threading.Event) -> dict[str, Any]:
    operator = httpx.Client(
        base_url=base_url, headers={"Authorization": f"Bearer {token}"}, timeout=30, trust_env=False
    )
    board = _post(operator, "/api/v1/boards", story.BOARD)
    for name, color in story.TAGS.items():
        _post(operator, "/api/v1/tags", {"name": name, "color": color})
    _add_jobs(operator, board["id"], story.JOBS)
    for player in story.FLEET:
        _set_to_work(operator, base_url, board["id"], player, stopping)
    _in_background(lambda: _add_more(operator, board["id"], stopping))
    return board


def _add_jobs(operator: httpx.Client, board_id: str, jobs: tuple[Job, ...]) -> None:
    ids: dict[str, str] = {}
    tags = {tag["name"]: tag["id"] for tag in operator.get("/api/v1/tags").json()["items"]}
    for job in jobs:
        body = {
            "title": job.title,
            "description": job.description,
            "priority": job.priority,
            "depends_on_task_ids": [ids[title] for title in job.after],
            "tag_ids": [tags[job.tag]] if job.tag else [],
        }
        ids[job.title] = _post(operator, f"/api/v1/boards/{board_id}/tasks", body)["id"]


def _add_more(operator: httpx.Client, board_id: str, stopping: threading.Event) -> None:
    for number in itertools.count(1):
        for job in story.EACH_ISSUE:
            if stopping.wait(NEW_WORK_SECONDS):
                return
            _add_jobs(operator, board_id, (replace(job, title=job.title.format(number=number)),))


def _set_to_work(
    operator: httpx.Client, base_url: str, board_id: str, player: Player, stopping: threading.Event
) -> None:
    body = {
        "name": player.name,
        "board_id": board_id,
        "is_board_lead": player.lead,
        "identity_profile": {"role": player.role},
    }
    agent = _post(operator, "/api/v1/agents", body)
    caller = Caller(base_url, agent["token"], stopping)
    if player.lead:
        _in_background(lambda: lead(caller, agent["id"], board_id))
    else:
        _in_background(lambda: work(caller, board_id))


def _post(operator: httpx.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    reply = operator.post(path, json=body)
    if reply.status_code != 200:
        raise DemoFailed(f"The demo could not be set up: {path} answered {reply.status_code}: {reply.text}")
    made: dict[str, Any] = reply.json()
    return made


def _in_background(job: Callable[[], None]) -> None:
    threading.Thread(target=job, daemon=True).start()
