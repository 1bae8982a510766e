"""Which agents of a gateway may be adopted. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

MOST_NAMES = 200
_MADE_HERE = re.compile(r"(?:mc-gateway|mc|lead)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class Standing(StrEnum):
    FREE = "free"
    """Nobody's: it can be adopted."""
    OURS = "ours"
    """An agent of this organization."""
    TAKEN = "taken"
    """Made or adopted by a Mission Control, for somebody else."""


@dataclass(frozen=True, slots=True)
class Discovered:
    """An agent as its gateway tells of it."""

    runtime_id: str
    name: str
    workspace: str | None
    model: str | None
    is_default: bool

    @classmethod
    def of(cls, row: Mapping[str, Any], default_id: object) -> Self | None:
        runtime_id = row.get("id")
        if not isinstance(runtime_id, str) or not runtime_id:
            return None
        identity = row.get("identity")
        called = row.get("name") or (identity.get("name") if isinstance(identity, Mapping) else None)
        model = row.get("model")
        model = model.get("primary") if isinstance(model, Mapping) else model
        return cls(
            runtime_id=runtime_id,
            name=str(called or runtime_id)[:MOST_NAMES],
            workspace=_text(row.get("workspace")),
            model=_text(model),
            is_default=runtime_id == default_id,
        )


def is_made_here(runtime_id: str) -> bool:
    """Whether a Mission Control has made it: by its id alone, so that nobody's can be taken for free."""
    return _MADE_HERE.fullmatch(runtime_id) is not None


def _text(value: object) -> str | None:
    return value[:1_000] if isinstance(value, str) and value else None
