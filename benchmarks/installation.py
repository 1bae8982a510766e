"""A server with known content, and how much of the machine it uses."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import psutil  # type: ignore[import-untyped]
from sqlalchemy import select, update

from mission_control.agents import service as agents
from mission_control.agents.models import Agent, AgentToken
from mission_control.agents.schemas import AgentCreate
from mission_control.boards import service as boards
from mission_control.boards.schemas import BoardCreate
from mission_control.entry.authentication import LocalSignIn
from mission_control.entry.installation import SignInTokens
from mission_control.entry.runtime import open_database
from mission_control.identity.api import LOCAL_USER
from mission_control.kernel.db import migrate
from mission_control.kernel.db.session import Database
from mission_control.kernel.security.principals import Role, UserPrincipal
from mission_control.kernel.settings import Settings, load_settings
from mission_control.organizations.api import principal_of
from mission_control.tasks import service as tasks
from mission_control.tasks.api import Task, TaskStatus, TaskTransition
from mission_control.tasks.schemas import TaskCreate

TOKEN = "operator-token-of-the-benchmarks-0123456789-abcdefghijklmnopqrstuv"
BATCH = 500
SERVE = ("-m", "mission_control.entry.cli", "serve")


@dataclass(frozen=True, slots=True)
class Seeded:
    board_id: UUID
    agent_tokens: list[str]


class Installation:
    """A data folder, filled before the server starts, and the server over it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.base_url = f"http://127.0.0.1:{port}"
        self._environment = {
            "DATA_DIR": str(folder),
            "PORT": str(port),
            "LOCAL_AUTH_TOKEN": TOKEN,
            "AUTH_MODE": "local",
            "RATE_LIMIT_AGENT_AUTH": "100000000/60",
            "LOG_LEVEL": "WARNING",
        }
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def seed(self, *, agent_count: int, task_count: int, done: bool = False) -> Seeded:
        """With `done`, all tasks have been worked on and reviewed, spread over the last month."""
        settings = load_settings(data_dir=self._folder, local_auth_token=TOKEN)
        database = open_database(settings)
        migrate.upgrade(database.engine)
        LocalSignIn(SignInTokens(settings), database).join(LOCAL_USER)
        seeded = _seed(database, settings, agent_count, task_count)
        if done:
            _have_been_done(database)
        database.engine.dispose()
        return seeded

    def start(self, *program: str, **environment: str) -> float:
        """Start the server, by another program when one is named; the seconds until it is ready."""
        began = time.perf_counter()
        self._process = subprocess.Popen(
            [os.environ.get("SERVER_PYTHON", sys.executable), *(program or SERVE)],
            env={**os.environ, **self._environment, **environment},
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
        )
        while not self._is_ready():
            if self._process.poll() is not None:
                raise RuntimeError("the server did not start; what it printed says why")
            time.sleep(0.01)
        return time.perf_counter() - began

    def stop(self) -> None:
        if self._process:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait()
            self._process = None

    def signal(self, number: signal.Signals) -> None:
        assert self._process
        self._process.send_signal(number)

    def cpu_seconds(self) -> float:
        assert self._process
        times = psutil.Process(self._process.pid).cpu_times()
        return float(times.user + times.system)

    def rss_mib(self) -> float:
        assert self._process
        return float(psutil.Process(self._process.pid).memory_info().rss) / 2**20

    def operator(self) -> httpx.Client:
        return httpx.Client(**self.options_of_operator())

    def client(self) -> httpx.Client:
        """Without credentials; the caller adds those of its agents."""
        return httpx.Client(**self._options({}))

    def options_of_operator(self) -> dict[str, Any]:
        return self._options({"Authorization": f"Bearer {TOKEN}"})

    def _options(self, headers: dict[str, str]) -> dict[str, Any]:
        return {"base_url": self.base_url, "headers": headers, "timeout": 60, "trust_env": False}

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.base_url}/readyz", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False


@contextmanager
def installed(port: int) -> Iterator[Installation]:
    with tempfile.TemporaryDirectory(prefix="mission-control-bench-") as folder:
        installation = Installation(Path(folder), port)
        try:
            yield installation
        finally:
            installation.stop()


def _seed(database: Database, settings: Settings, agent_count: int, task_count: int) -> Seeded:
    with database.write() as uow:
        principal = principal_of(uow.db, LOCAL_USER)
        assert principal is not None
        assert principal.role is Role.OWNER
        body = BoardCreate(
            name="Bench",
            slug="bench",
            description="For measuring",
            board_type="general",
            require_approval_for_done=False,
            max_agents=agent_count,
        )
        board_id = boards.create(uow, principal, body).id
    tokens = [
        token
        for start in range(0, agent_count, BATCH)
        for token in _make_agents(database, principal, board_id, range(start, min(start + BATCH, agent_count)))
    ]
    for start in range(0, task_count, BATCH):
        with database.write() as uow:
            for number in range(start, min(start + BATCH, task_count)):
                tasks.create(uow, principal, board_id, TaskCreate(title=f"Task {number}"), settings.task_lease_seconds)
    _have_called(database)
    return Seeded(board_id, tokens)


def _have_called(database: Database) -> None:
    """All agents are at work already: a first call costs more, and each agent has one."""
    with database.write() as uow:
        uow.db.execute(update(AgentToken).values(used_at=uow.now))
        uow.db.execute(update(Agent).values(last_seen_at=uow.now, announced_status="online"))


def _have_been_done(database: Database) -> None:
    with database.write() as uow:
        made = uow.db.scalars(select(TaskTransition)).all()
        for number, move in enumerate(made):
            then = uow.now - timedelta(days=29 * (number + 1) / len(made))
            move.at = then
            steps = (TaskStatus.INBOX, TaskStatus.IN_PROGRESS, TaskStatus.REVIEW, TaskStatus.DONE)
            for step, (before, after) in enumerate(pairwise(steps), start=1):
                uow.db.add(_move(move, move.number + step, before, after, then + timedelta(hours=step)))
        uow.db.execute(update(Task).values(status=TaskStatus.DONE))


def _move(made: TaskTransition, number: int, before: str, after: str, at: datetime) -> TaskTransition:
    since = at - timedelta(hours=1)
    return TaskTransition(
        task_id=made.task_id,
        number=number,
        organization_id=made.organization_id,
        board_id=made.board_id,
        from_status=before,
        to_status=after,
        at=at,
        since=since,
        work_started_at=since if before == TaskStatus.IN_PROGRESS else None,
        actor_kind="system",
    )


def _make_agents(database: Database, principal: UserPrincipal, board_id: UUID, numbers: range) -> list[str]:
    with database.write() as uow:
        return [
            agents.create(uow, principal, AgentCreate(name=f"Agent {number}", board_id=board_id)).token or ""
            for number in numbers
        ]
