"""Rules of the house that the import contracts cannot express."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "mission_control"


def test_only_the_unit_of_work_commits():
    owner = SOURCE / "kernel" / "db" / "session.py"
    elsewhere = [place for path in _modules() if path != owner for place in _calls_of("commit", path)]
    assert elsewhere == [], "services and routes leave the commit to the owner of the transaction"


def _modules() -> Iterator[Path]:
    # Migrations run in transactions of Alembic's.
    return (path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def _calls_of(method: str, path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == method:
            yield f"{path.relative_to(SOURCE)}:{node.lineno}"
