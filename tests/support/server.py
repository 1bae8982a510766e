"""The real product, started as an operator starts it, for tests from outside: HTTP, crashes, browsers."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from tests.support.processes import StartFailed, clean_environment, free_port, tail, wait_until
from tests.support.warm import COMMAND, HURRY, WarmProcess, nursery

OPERATOR_TOKEN = "operator-token-of-the-test-servers-0123456789-abcdefghijklmnop"

_DEFAULTS = {
    "AUTH_MODE": "local",
    "HOST": "127.0.0.1",
    "LOCAL_AUTH_TOKEN": OPERATOR_TOKEN,
    "LOG_LEVEL": "INFO",
    # Nothing listens there: no server under test gets out of this machine.
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "NO_PROXY": "localhost,127.0.0.1",
    # Tests that are about the limit set their own.
    "RATE_LIMIT_AGENT_AUTH": "100000/60",
    "RATE_LIMIT_WEBHOOK_INGEST": "100000/60",
    "RATE_LIMIT_PER_WEBHOOK": "100000/60",
    "RATE_LIMIT_SIGN_IN_PAGES": "100000/60",
    "RATE_LIMIT_SIGN_IN": "100000/60",
    "RATE_LIMIT_INVITES": "100000/60",
}


class ServerProcess:
    """One or several processes of the product over one database.

    Every process keeps its port over `kill` and `start`: clients see a restart, not another server.
    `module` is run instead of the product's command line when a test adds something to it. Either way processes are
    forked from one that has imported the product.
    `hurried` is one whose periodic jobs come every 2 s: for tests of what these do, which would wait for it.
    Without `database_url` the product uses what it uses by default: SQLite in its data folder.
    """

    def __init__(
        self,
        database_url: str | None = None,
        *,
        env: Mapping[str, str] | None = None,
        processes: int = 1,
        module: str = COMMAND,
        hurried: bool = False,
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="mission-control-server-")
        self.data_dir = Path(self._folder.name) / "data"
        self.data_dir.mkdir()
        self.ports = [free_port() for _ in range(processes)]
        self.base_urls = [f"http://127.0.0.1:{port}" for port in self.ports]
        self.base_url = self.base_urls[0]
        self._env = _DEFAULTS | {"DATA_DIR": str(self.data_dir), "BASE_URL": self.base_url}
        if database_url is not None:
            self._env["DATABASE_URL"] = database_url
        self._env |= env or {}
        if hurried:
            self._env[HURRY] = "yes"
        self._module = module
        self.token = self._env["LOCAL_AUTH_TOKEN"]
        self._running: dict[int, WarmProcess] = {}

    # --- life

    def start(self, *indexes: int) -> Self:
        """Start the given processes (by default all that are not running) and wait until they are ready."""
        chosen = indexes or [index for index in range(len(self.ports)) if index not in self._running]
        for index in chosen:
            self._running[index] = self._launch(index)
        for index in chosen:
            self._wait_ready(index)
        return self

    def kill(self, *indexes: int) -> None:
        """End processes as a power cut would: SIGKILL, nothing is flushed or told."""
        for index in indexes or tuple(self._running):
            process = self._running.pop(index)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def stop(self, *indexes: int, timeout: float = 20) -> None:
        """End processes as an operator would; one that does not end by itself is a failure."""
        chosen = indexes or tuple(self._running)
        for index in chosen:
            self._running[index].terminate()
        late = []
        for index in chosen:
            try:
                self._running[index].wait(timeout)
                del self._running[index]
            except subprocess.TimeoutExpired:
                self.kill(index)
                late.append(index)
        if late:
            raise StartFailed(f"processes {late} did not end within {timeout} s of SIGTERM:\n{self.logs(late[0])}")

    def restart(self) -> None:
        self.stop()
        self.start()

    def close(self) -> None:
        """Stop whatever still runs and forget the data."""
        try:
            self.stop()
        finally:
            self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- what it says

    def pid(self, index: int = 0) -> int:
        return self._running[index].pid

    def logs(self, index: int = 0, *, lines: int = 60) -> str:
        return tail(self._log(index), lines)

    def environment(self, index: int = 0) -> dict[str, str]:
        """For commands of the product that are to see the same installation."""
        return clean_environment(self._env | {"PORT": str(self.ports[index])})

    def client(self, index: int = 0, *, headers: Mapping[str, str] | None = None) -> httpx.Client:
        """A client of one process, without any credentials of its own."""
        # Without TLS no certificates need to be loaded, which costs more than many requests.
        return httpx.Client(base_url=self.base_urls[index], headers=headers, timeout=30, trust_env=False, verify=False)

    def as_operator(self, index: int = 0) -> httpx.Client:
        return self.client(index, headers={"Authorization": f"Bearer {self.token}"})

    def as_agent(self, token: str, index: int = 0) -> httpx.Client:
        return self.client(index, headers={"X-Agent-Token": token})

    # ---

    def _log(self, index: int) -> Path:
        return Path(self._folder.name) / f"server-{index}.log"

    def _launch(self, index: int) -> WarmProcess:
        arguments = ["serve", "--port", str(self.ports[index])]
        # Not the checkout: a developer's own .env lies there.
        folder = Path(self._folder.name)
        log = self._log(index)
        return nursery().start(arguments, cwd=folder, env=self.environment(index), log=log, module=self._module)

    def _wait_ready(self, index: int) -> None:
        process = self._running[index]
        with self.client(index) as client:
            came = wait_until(lambda: process.poll() is not None or _is_ready(client), timeout=60)
        if process.returncode is not None:
            del self._running[index]
            raise StartFailed(f"the server ended with {process.returncode}:\n{self.logs(index)}")
        if not came:
            self.kill(index)
            raise StartFailed(f"the server was not ready within 60 s:\n{self.logs(index)}")


def _is_ready(client: httpx.Client) -> bool:
    try:
        return client.get("/readyz", timeout=2).status_code == 200
    except httpx.TransportError:
        return False
