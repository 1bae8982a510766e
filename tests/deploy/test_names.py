"""No file of deploy/ names a variable that nothing reads."""

from __future__ import annotations

import re

from tests.support.deploy import DEPLOY, SETTINGS

NOT_OURS = {
    *("POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"),
    *("PIP_NO_CACHE_DIR", "PIP_DISABLE_PIP_VERSION_CHECK"),
    # Words of systemd.
    *("AF_INET", "AF_INET6", "AF_UNIX"),
}


def test_every_variable_is_a_setting_or_belongs_to_a_program_beside_ours():
    named = {
        (name, path.name)
        for path in DEPLOY.rglob("*")
        if path.is_file()
        for name in re.findall(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b", path.read_text())
    }
    assert len(named) > 40
    assert {(name, file) for name, file in named if name not in SETTINGS | NOT_OURS} == set()
