"""Each line of the lists of behaviour by which the product was specified has a test that is called by its number."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NUMBERS = re.compile(r"test_((?:[gsw]\d{2}_)+)")
LISTS = {"g": 42, "s": 65, "w": 53}
"""How many lines each has: gateways, agents and memory; what surrounds everything; the work on boards."""


def names_of_tests() -> Iterator[str]:
    for path in HERE.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                yield node.name


@pytest.fixture(scope="module")
def shown() -> set[str]:
    found = (NUMBERS.match(name) for name in names_of_tests())
    return {number for match in found if match for number in match[1].split("_") if number}


@pytest.mark.parametrize(("letter", "lines"), LISTS.items())
def test_every_line_of_what_was_asked_for_has_a_test(shown: set[str], letter: str, lines: int) -> None:
    asked = {f"{letter}{number:02}" for number in range(1, lines + 1)}
    assert {it for it in shown if it.startswith(letter)} == asked
