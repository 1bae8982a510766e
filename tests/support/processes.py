"""What starting real programs in tests takes: ports, waiting, and not being root where a program refuses."""

from __future__ import annotations

import os
import pwd
import random
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

# Below the range from which the kernel takes ports for outgoing connections. A port from that range can go to
# some client while a killed server is down, and a client that retries can even connect to itself.
_PORTS = range(12_000, 30_000)
_drawn: set[int] = set()

# Only these reach the programs under test, so that a developer's own settings do not change the outcome.
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR", "TZ", "VIRTUAL_ENV")

_LONGEST_INTERVAL = 0.3


class StartFailed(RuntimeError):
    """A program did not come up; the message carries the end of its log."""


def free_port() -> int:
    """A loopback port that nobody listens on. The workers of a test run draw from separate shares, and none draws one
    twice: a server of an earlier test may still be dialling what it knew there.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    share = [port for port in range(_PORTS.start + worker, _PORTS.stop, workers) if port not in _drawn]
    for port in random.sample(share, 200):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            _drawn.add(port)
            return port
    raise StartFailed("no free port on the loopback interface")


def clean_environment(extra: Mapping[str, str]) -> dict[str, str]:
    return {name: os.environ[name] for name in _INHERITED if name in os.environ} | dict(extra)


def wait_until(condition: Callable[[], bool], *, timeout: float, interval: float = 0.05) -> bool:
    """Whether the condition came true in time; what takes long is looked at less often."""
    begun = time.monotonic()
    while True:
        if condition():
            return True
        waited = time.monotonic() - begun
        if waited > timeout:
            return False
        time.sleep(max(interval, min(waited / 10, _LONGEST_INTERVAL)))


def tail(path: Path, lines: int = 40) -> str:
    if not path.exists():
        return "(no log)"
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])


class Account:
    """The user a program runs as: ourselves, or somebody unprivileged when we are root."""

    def __init__(self) -> None:
        self._entry = _unprivileged() if os.geteuid() == 0 else None

    def own(self, folder: Path) -> None:
        if self._entry:
            os.chown(folder, self._entry.pw_uid, self._entry.pw_gid)

    def drop_privileges(self) -> list[str]:
        """Words to put before a command, so that it runs as this user and can write to nothing of ours.

        Reading is another matter: our Python may lie in root's home.
        """
        if self._entry is None:
            return []
        kept = "-all,+dac_read_search" if _may_read_everything() else "-all"
        user = [f"--reuid={self._entry.pw_uid}", f"--regid={self._entry.pw_gid}", "--clear-groups"]
        # By its path: the command may be given one on which it is not.
        return [shutil.which("setpriv") or "setpriv", *user, f"--inh-caps={kept}", f"--ambient-caps={kept}"]

    def run(self, command: Sequence[str | Path], *, cwd: Path) -> subprocess.CompletedProcess[str]:
        identity: dict[str, Any] = {}
        if self._entry:
            identity = {"user": self._entry.pw_uid, "group": self._entry.pw_gid, "extra_groups": []}
        # Output goes to a file: a daemon that the command leaves behind would keep a pipe open for ever.
        log = cwd / "command.log"
        with log.open("w") as output:
            done = subprocess.run(
                [str(part) for part in command],
                check=False,
                cwd=cwd,
                env=clean_environment({"LC_ALL": "C"}),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=90,
                **identity,
            )
        done.stdout = log.read_text(errors="replace")
        return done


def _may_read_everything() -> bool:
    """Whether root has CAP_DAC_READ_SEARCH here; in containers it often has not."""
    capabilities = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return bool(int(capabilities["CapPrm"], 16) & 1 << 2)


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise StartFailed("running as root, and there is neither a user postgres nor a user nobody to start servers as")
