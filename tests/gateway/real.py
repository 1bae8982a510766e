"""A real OpenClaw gateway with a state folder of its own, for as long as a block lasts."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from tests.support.processes import StartFailed, clean_environment, free_port, tail, wait_until

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "the-token-of-the-gateway-under-test"


def installed() -> Path | None:
    """The folder into which `make setup-test` has installed it."""
    found = subprocess.run([ROOT / "scripts/gateway.sh", "--find"], capture_output=True, text=True, check=False)
    return Path(found.stdout.strip()) if found.returncode == 0 else None


class RealGateway:
    def __init__(self, installation: Path, model_url: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="mission-control-gateway-")
        root = Path(self._folder.name)
        self._installation = installation
        self._state, self.home, self._log = root / "state", root / "home", root / "gateway.log"
        for folder in (self._state, self.home):
            folder.mkdir()
        self.port = free_port()
        self.token = TOKEN
        (self._state / "openclaw.json").write_text(json.dumps(_configuration(self.port, model_url)))

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command("gateway", "run", "--port", str(self.port)),
                cwd=self._folder.name,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        if not wait_until(lambda: self._process.poll() is not None or self._is_ready(), timeout=200, interval=0.2):
            raise StartFailed(f"the gateway was not ready in time:\n{tail(self._log)}")
        if self._process.poll() is not None:
            raise StartFailed(f"the gateway ended with {self._process.returncode}:\n{tail(self._log)}")

    def put_skill(self, name: str) -> str:
        """Into the folder that all agents have skills from; answers its own."""
        folder = self._state / "skills" / name
        folder.mkdir(parents=True)
        (folder / "SKILL.md").write_text(f"---\nname: {name}\ndescription: How it is done.\n---\n\n# Read it\n")
        return str(folder)

    def log(self, *, lines: int) -> str:
        return tail(self._log, lines)

    def kill(self) -> None:
        """Its state is of no worth, and asked nicely it may take minutes to finish its work."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def put_aside_half_made(self) -> list[str]:
        """Databases of agents with which it refuses to start and which its doctor names and does not mend."""
        said = subprocess.run(
            self._command("doctor", "--fix", "--non-interactive", "--yes"),
            cwd=self._folder.name,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            timeout=200,
            check=False,
        )
        # It draws a box around its words, and breaks them where the box ends.
        words = re.sub(r"[\s│]+", "", said.stdout)
        found = sorted(set(re.findall(r"Skippedagentdatabasemigrationfor\S+?/agents/([\w-]+)/agent/", words)))
        for agent in found:
            (self._state / "agents" / agent / "agent").rename(self._state / f"half-made-{agent}-{time.time_ns()}")
        return found

    def close(self) -> None:
        if hasattr(self, "_process"):
            self.kill()
        self._folder.cleanup()

    def _command(self, *words: str) -> list[str | Path]:
        node = next(self._installation.glob("node_modules/node-*-*/bin/node"), Path("node"))
        return [node, self._installation / "node_modules/openclaw/openclaw.mjs", *words]

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=2, trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    def _environment(self) -> dict[str, str]:
        return clean_environment(
            {
                "HOME": str(self.home),
                "TMPDIR": self._folder.name,
                "NO_COLOR": "1",
                "OPENCLAW_CONFIG_PATH": str(self._state / "openclaw.json"),
                "OPENCLAW_NO_RESPAWN": "1",
                "OPENCLAW_STATE_DIR": str(self._state),
            }
        )


def _configuration(port: int, model_url: str) -> dict[str, Any]:
    """Nothing that calls anybody but the scripted model, and nothing that runs by itself."""
    model = {
        "id": "scripted",
        "name": "Scripted",
        "reasoning": False,
        "input": ["text"],
        "cost": {"input": 1, "output": 2, "cacheRead": 0, "cacheWrite": 0},
        "contextWindow": 64_000,
        "maxTokens": 4_096,
    }
    provider = {"baseUrl": model_url, "apiKey": "none", "api": "openai-completions", "models": [model]}
    return {
        "gateway": {
            "mode": "local",
            "bind": "loopback",
            "port": port,
            "auth": {"mode": "token", "token": TOKEN},
            "controlUi": {"enabled": False},
        },
        "update": {"checkOnStart": False},
        "discovery": {"mdns": {"mode": "off"}},
        "agents": {
            "defaults": {
                "model": {"primary": "test/scripted"},
                "skipBootstrap": True,
                "timeoutSeconds": 300,
                "heartbeat": {"every": "0m", "target": "none"},
            },
            "entries": {"main": {}},
        },
        "models": {"mode": "replace", "providers": {"test": provider}},
        "tools": {"exec": {"security": "full", "ask": "off"}},
        "plugins": {"enabled": False},
    }
