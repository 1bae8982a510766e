"""The command line as an operator uses it: real processes over an installation of the test's own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.support.processes import clean_environment, free_port
from tests.support.warm import nursery

COMMAND_SECONDS = 60


class Installation:
    """A data folder and settings, over which commands are run."""

    patience: float = COMMAND_SECONDS

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.data_dir = folder / "data"
        self.port = free_port()
        self.settings = {"DATA_DIR": str(self.data_dir), "PORT": str(self.port), **settings}

    def run(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end, in a process forked from one that has imported the product."""
        with tempfile.TemporaryDirectory() as outputs:
            log, errors = Path(outputs) / "stdout", Path(outputs) / "stderr"
            environment = self.environment(settings)
            process = nursery().start(words, cwd=self.folder, env=environment, log=log, errors=errors)
            try:
                code = process.wait(self.patience)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
            return subprocess.CompletedProcess(list(words), code, log.read_text(), errors.read_text())

    def run_alone(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run one command in a process that begins and ends like an operator's; takes seconds."""
        return subprocess.run(
            self._command(*words),
            check=False,
            cwd=self.folder,
            env=self.environment(settings),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=self.patience,
        )

    def start(self, *words: str, log: Path, **settings: str) -> subprocess.Popen[bytes]:
        """Start a command that goes on; its output goes to `log`."""
        with log.open("ab") as output:
            return subprocess.Popen(
                self._command(*words),
                cwd=self.folder,
                env=self.environment(settings),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def environment(self, settings: Mapping[str, str]) -> dict[str, str]:
        return clean_environment(self.settings | dict(settings))

    @staticmethod
    def _command(*words: str) -> list[str]:
        return [sys.executable, "-m", "mission_control.entry.cli", *words]
