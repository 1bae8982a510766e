"""Generated requests: no failure, no status that is not documented, no answer that breaks its schema."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.fuzz.generated import Fuzzing
from tests.permissions.scene import Scene

SECONDS = 240
"""More than one round takes on a busy machine; on a free one it is a fraction of that."""


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_answers_keep_to_the_document(scene: Scene, document: dict[str, Any], module_database: str):
    fuzzing = Fuzzing(scene, document)
    # A round of the long run, half of it on each database: to make up requests costs more than to answer them.
    number = 1 if module_database.startswith("sqlite") else 2
    fuzzing.operations = fuzzing.operations[number % 2 :: 2]
    fuzzing.run(examples=1, number=number, until=time.monotonic() + SECONDS)
    assert not fuzzing.report.failures, str(fuzzing.report)
    assert fuzzing.report.cases >= len(fuzzing.operations)
    assert {200, 404, 422} <= fuzzing.report.statuses.keys()
