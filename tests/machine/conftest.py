"""Failures in helpers say what was compared, as in tests."""

import pytest

pytest.register_assert_rewrite("tests.machine.state", "tests.machine.fleet")
