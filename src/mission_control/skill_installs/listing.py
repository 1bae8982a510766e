"""What a gateway says of the skills that it has, in its own words, and what follows from it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mission_control.kernel.security.tokens import without_tokens

_WANTING = ("bins", "anyBins", "env", "config", "os")


@dataclass(frozen=True, slots=True)
class Listed:
    """A skill that agents of the gateway may be given."""

    folder: str
    why_unusable: str | None


def listed(answer: object) -> list[Listed]:
    rows = answer.get("skills") if isinstance(answer, Mapping) else None
    found = (_listed(row) for row in rows if isinstance(row, Mapping)) if isinstance(rows, list) else ()
    return [it for it in found if it]


def at(skills: list[Listed], target: str) -> Listed | None:
    """The skill in this folder, of which the gateway alone knows where `~` is."""
    wanted, is_whole = _plain(target), target.startswith("/")
    for it in skills:
        folder = _plain(it.folder)
        if folder == wanted or (not is_whole and folder.endswith(wanted)):
            return it
    return None


def _listed(row: Mapping[str, Any]) -> Listed | None:
    folder, file = row.get("baseDir"), row.get("filePath")
    if not isinstance(folder, str) and isinstance(file, str):
        folder = file.replace("\\", "/").rpartition("/")[0]
    return Listed(folder, "; ".join(_faults(row)) or None) if isinstance(folder, str) else None


def _faults(row: Mapping[str, Any]) -> Iterator[str]:
    if row.get("disabled") is True:
        yield "it is switched off there"
    if row.get("blockedByAllowlist") is True or row.get("blockedByAgentFilter") is True:
        yield "the gateway allows it to none of these agents"
    missing = row.get("missing")
    named = [it for kind in _WANTING for it in (missing.get(kind) or ())] if isinstance(missing, Mapping) else []
    if words := ", ".join(str(it) for it in named):
        yield f"it lacks {without_tokens(words)}"


def _plain(path: str) -> str:
    plain = path.replace("\\", "/").rstrip("/").removeprefix("~").removeprefix("./")
    return plain if plain.startswith("/") else f"/{plain}"
