"""What an examination finds: a fact, how bad it is, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    """Works, but will surprise somebody."""
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    check: str
    state: State
    detail: str
    mend: str | None = None


def ok(check: str, detail: str) -> Finding:
    return Finding(check, State.OK, detail)


def warning(check: str, detail: str, mend: str) -> Finding:
    return Finding(check, State.WARNING, detail, mend)


def broken(check: str, detail: str, mend: str) -> Finding:
    return Finding(check, State.BROKEN, detail, mend)
