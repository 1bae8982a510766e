"""The same as in `test_generated` and `test_fleet`, for as long as one likes; `scripts/fuzz.sh` runs it."""

from __future__ import annotations

import os
import sys
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.fuzz.generated import Fuzzing
from tests.machine.fleet import Fleet
from tests.permissions.scene import Scene
from tests.support.server import ServerProcess

AT_RANDOM = settings(
    max_examples=20,
    stateful_step_count=40,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


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


@pytest.mark.timeout(0)
def test_a_fleet_keeps_its_promises_for_long(server: ServerProcess):
    until = time.monotonic() + float(os.environ["FUZZ_MINUTES"]) * 60
    number = int(os.environ["FUZZ_SEED"])
    while time.monotonic() < until:
        run_state_machine_as_test(seed(number)(Fleet.on(server)), settings=AT_RANDOM)
        number += 1
    sys.stdout.write(f"\n{server.base_url}: next seed: {number}\n")
