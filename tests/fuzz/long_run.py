"""The same as in `test_generated`, for as long as one likes; `scripts/fuzz.sh` runs it."""

from __future__ import annotations

import os
import sys
import time
from typing import Any

import pytest

from tests.fuzz.generated import Fuzzing
from tests.permissions.scene import Scene


@pytest.mark.timeout(0)
def test_answers_keep_to_the_document_for_long(scene: Scene, document: dict[str, Any]):
    fuzzing = Fuzzing(scene, document)
    until = time.monotonic() + float(os.environ["FUZZ_MINUTES"]) * 60
    number = int(os.environ["FUZZ_SEED"])
    while time.monotonic() < until:
        fuzzing.run(examples=10, number=number, until=until)
        number += 1
    sys.stdout.write(f"\n{scene.server.base_url}: {fuzzing.report}\nnext seed: {number}\n")
    assert not fuzzing.report.failures, str(fuzzing.report)
