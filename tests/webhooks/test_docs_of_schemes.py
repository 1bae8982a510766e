"""The page about webhooks names every scheme with the headers that are looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from mission_control.webhooks.signatures import SCHEMES, SchemeName

PAGE = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text().lower()


@pytest.mark.parametrize("name", SchemeName)
def test_each_scheme_is_documented_as_it_is(name: SchemeName):
    (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{name}`")]
    scheme = SCHEMES[name]
    assert all(f"`{header}`" in row for header in (*scheme.headers, *scheme.delivery_headers))
    assert ("`id` of the event" in row) == scheme.delivery_in_body
