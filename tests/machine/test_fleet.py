"""Whatever random people and agents do on a board, in whatever order, what must hold of it holds."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.machine.fleet import Fleet
from tests.support.server import ServerProcess

# The same sequences in every run; `scripts/fuzz.sh` runs others, for longer.
LEAN = settings(
    max_examples=8,
    stateful_step_count=22,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_no_sequence_of_moves_breaks_a_promise_or_is_refused_for_a_reason_that_is_not_true(server: ServerProcess):
    run_state_machine_as_test(Fleet.on(server), settings=LEAN)
