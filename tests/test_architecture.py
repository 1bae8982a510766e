"""Rules of the house that the import contracts cannot express."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "mission_control"
LOADED_WHEN_NEEDED = frozenset({"cryptography", "httpcore", "httpx", "jinja2", "jwt", "re2", "yaml"})
"""Libraries of what many servers never do: together they take as much memory as 200 event streams."""
ONLY_THEN = ("kernel/http/outgoing.py", "entry/demo/", "entry/cli/doctor/")
"""Modules that are loaded with what uses them."""


def test_only_the_unit_of_work_commits():
    owner = SOURCE / "kernel" / "db" / "session.py"
    elsewhere = [place for path in _modules() if path != owner for place in _calls_of("commit", path)]
    assert elsewhere == [], "services and routes leave the commit to the owner of the transaction"


def test_a_server_loads_no_library_before_it_needs_it():
    eager = {str(path.relative_to(SOURCE)): found for path in _modules() if (found := _imported_at_once(path))}
    stray = {path: found for path, found in eager.items() if not path.startswith(ONLY_THEN)}
    assert stray == {}, "import these in the functions that use them"


def _imported_at_once(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.parse(path.read_text(), str(path)).body:
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names & LOADED_WHEN_NEEDED


def _modules() -> Iterator[Path]:
    # Migrations run in transactions of Alembic's.
    return (path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def _calls_of(method: str, path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == method:
            yield f"{path.relative_to(SOURCE)}:{node.lineno}"
