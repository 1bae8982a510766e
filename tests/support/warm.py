"""Processes of the product without the seconds that its imports take.

One process for each test worker has imported the product and does nothing else; each server is forked from it, with its
own session, folder, environment and output, and goes on where the command line starts. How an operator's own start goes
is tested in `tests/entry/test_start.py` and, of the installed package, in `tests/entry/test_wheel.py`.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy.orm import configure_mappers

from mission_control.kernel.jobs.registry import REGISTRY
from mission_control.kernel.schema import Schema

COMMAND = "mission_control.entry.cli"
_IMPORTED = (
    COMMAND,
    "mission_control.entry.application",
    "mission_control.entry.serving",
    # What a server imports only when it is about to serve, or when it first needs it.
    "anyio._backends._asyncio",
    "cryptography.fernet",
    "cryptography.hazmat.primitives.asymmetric.ed25519",
    "cryptography.x509",
    "encodings.idna",
    "jinja2",
    "jwt",
    "mission_control.entry.backup",
    "mission_control.kernel.http.outgoing",
    "re2",
    "sqlite3",
    "uvicorn.lifespan.on",
    "uvicorn.loops.uvloop",
    "uvicorn.protocols.http.httptools_impl",
    "yaml",
)
_LOOK_EVERY = 0.02
HURRY = "MISSION_CONTROL_TEST_HURRY"
"""Set for a process whose periodic jobs come so often that a test need not wait for their usual time."""
_HURRIED = timedelta(seconds=2)
_MESSAGE = 1 << 20


class WarmProcess:
    """What a test needs of `subprocess.Popen`, of a process that is another one's child."""

    def __init__(self, nursery: Nursery, pid: int) -> None:
        self._nursery = nursery
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self._nursery.end_of(self.pid)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        until = time.monotonic() + (timeout if timeout is not None else float("inf"))
        while (code := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired(["serve"], timeout or 0)
            time.sleep(_LOOK_EVERY)
        return code

    def terminate(self) -> None:
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


class Nursery:
    """The process that others are forked from, as its test worker sees it."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket = ours
        self._lock = threading.Lock()
        self._ended: dict[int, int] = {}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.warm", str(theirs.fileno())],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        atexit.register(self.close)

    def start(
        self,
        arguments: Sequence[str],
        *,
        cwd: Path,
        env: Mapping[str, str],
        log: Path,
        errors: Path | None = None,
        module: str = COMMAND,
    ) -> WarmProcess:
        """Start a command; its output goes to `log`, and what it says of errors too unless that has a place."""
        outputs = [str(log), str(errors or log)]
        order = {"arguments": list(arguments), "cwd": str(cwd), "env": dict(env), "outputs": outputs, "module": module}
        with self._lock:
            self._socket.send(json.dumps(order).encode())
            while "started" not in (told := self._told()):
                self._note(told)
        return WarmProcess(self, told["started"])

    def end_of(self, pid: int) -> int | None:
        """The exit code of a process that has ended."""
        with self._lock:
            while self._is_told():
                self._note(self._told())
            return self._ended.get(pid)

    def close(self) -> None:
        self._socket.close()
        self._process.wait()

    def _is_told(self) -> bool:
        self._socket.setblocking(False)
        try:
            return bool(self._socket.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return False
        finally:
            self._socket.setblocking(True)

    def _told(self) -> dict[str, int]:
        message = self._socket.recv(_MESSAGE)
        assert message, "the process that servers are forked from has ended"
        told: dict[str, int] = json.loads(message)
        return told

    def _note(self, told: dict[str, int]) -> None:
        self._ended[told["ended"]] = told["code"]


@cache
def nursery() -> Nursery:
    """The one of this test worker."""
    return Nursery()


# --- in the process that others are forked from


def _below(kind: type[Schema]) -> Iterator[type[Schema]]:
    for schema in kind.__subclasses__():
        yield schema
        yield from _below(schema)


def _serve_orders(orders: socket.socket) -> None:
    for name in _IMPORTED:
        importlib.import_module(name)
    configure_mappers()
    for schema in _below(Schema):
        schema.model_rebuild()
    # What a collector of a forked process writes into these objects would copy each page of them.
    gc.collect()
    gc.freeze()
    orders.settimeout(_LOOK_EVERY)
    while True:
        try:
            message = orders.recv(_MESSAGE)
        except TimeoutError:
            _tell_of_ends(orders)
            continue
        if not message:
            return
        if (pid := os.fork()) == 0:
            orders.close()
            _become(json.loads(message))
        orders.send(json.dumps({"started": pid}).encode())


def _tell_of_ends(orders: socket.socket) -> None:
    try:
        while (ended := os.waitpid(-1, os.WNOHANG)) != (0, 0):
            told = {"ended": ended[0], "code": os.waitstatus_to_exitcode(ended[1])}
            orders.send(json.dumps(told).encode())
    except ChildProcessError:
        return


def _become(order: dict[str, Any]) -> NoReturn:
    os.setsid()
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["env"])
    if os.environ.pop(HURRY, None):
        _hurry()
    time.tzset()
    for number, output in enumerate(order["outputs"], start=1):
        written = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(written, number)
        os.close(written)
    sys.argv = ["mission-control", *order["arguments"]]
    code: Any = 0
    try:
        if order["module"] == COMMAND:
            importlib.import_module(COMMAND).main()
        else:
            runpy.run_module(order["module"], run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        code = ended.code
    except BaseException:  # noqa: BLE001 - the end of a process, as the interpreter would tell of it
        traceback.print_exc()
        code = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else int(code is not None))


def _hurry() -> None:
    for name, job in REGISTRY.periodic_jobs.items():
        if _HURRIED < job.every < timedelta(minutes=1):
            REGISTRY.periodic_jobs[name] = replace(job, every=_HURRIED)


if __name__ == "__main__":
    _serve_orders(socket.socket(fileno=int(sys.argv[1])))
