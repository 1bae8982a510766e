"""What the files of deploy/ are held against: the product's settings, commands and stopping times."""

from __future__ import annotations

import inspect
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mission_control.entry.cli.commands import app
from mission_control.entry.serving import LAST_REQUESTS_SECONDS
from mission_control.entry.worker import FINISH_SECONDS
from mission_control.kernel.jobs.procrastinate_engine import ProcrastinateJobs
from mission_control.kernel.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
SETTINGS = frozenset(name.upper() for name in Settings.model_fields)
SERVER_STOPS_WITHIN = LAST_REQUESTS_SECONDS + inspect.signature(ProcrastinateJobs.stop).parameters["timeout"].default
WORKER_STOPS_WITHIN = FINISH_SECONDS
_ASSIGNMENT = re.compile(r"#?([A-Z][A-Z0-9_]*)=(.*)")


def understand(words: Sequence[str]) -> None:
    """Raises unless the words are a command of the product with options that it has."""
    command = app.commands.get(words[0])
    assert command, f"{words[0]} is no command"
    command.make_context(words[0], list(words[1:]))


def accept(settings: Mapping[str, str]) -> None:
    """Raises unless each name is a setting, and a process starts with these values."""
    assert set(settings) <= SETTINGS, set(settings) - SETTINGS
    Settings(_env_file=None, **{name.lower(): value for name, value in settings.items()})  # type: ignore[arg-type]


def assignments(path: Path) -> dict[str, str]:
    """The NAME=value lines of an environment file, also those that are commented out."""
    found = filter(None, map(_ASSIGNMENT.fullmatch, path.read_text().splitlines()))
    return {match[1]: match[2] for match in found}


@dataclass(frozen=True, slots=True)
class Instruction:
    stage: str
    word: str
    text: str

    @property
    def words(self) -> list[str]:
        return shlex.split(self.text)


def containerfile() -> Iterator[Instruction]:
    """The instructions of deploy/Containerfile; the stage without a name is the image itself."""
    lines = [line for line in (DEPLOY / "Containerfile").read_text().splitlines() if not line.startswith("#")]
    stage = ""
    for line in re.sub(r"\\\n", " ", "\n".join(lines)).splitlines():
        word, _, text = line.strip().partition(" ")
        if word == "FROM":
            stage = text.partition(" AS ")[2]
        if word:
            yield Instruction(stage, word, text.strip())
