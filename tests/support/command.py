"""The command line as an operator uses it: real processes over an installation of the test's own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.support.processes import clean_environment, free_port


class Installation:
    """A data folder and settings, over which commands are run."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.data_dir = folder / "data"
        self.port = free_port()
        self.settings = {"DATA_DIR": str(self.data_dir), "PORT": str(self.port), **settings}

    def run(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(
            self._command(*words),
            check=False,
            cwd=self.folder,
            env=self.environment(settings),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
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
