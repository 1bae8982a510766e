"""`mission-control audit`, as an operator or a timer runs it."""

from __future__ import annotations

from pathlib import Path

from tests.audit.conftest import AUDIT, Log
from tests.support.command import Installation
from tests.support.database import SECRET_KEY
from tests.support.world import make_board, make_task


def test_the_log_is_checked_and_written_out_on_the_command_line(log: Log, module_database: str, tmp_path: Path) -> None:
    here = Installation(tmp_path, DATABASE_URL=module_database, SECRET_KEY=SECRET_KEY)
    board = make_board(log.operator)
    make_task(log.operator, board)
    log.seal()
    checked = here.run("audit", "verify")
    assert checked.returncode == 0, checked.stderr
    assert f"{log.id}  last hash {log.verify()['last_hash']}" in checked.stdout
    table = here.run("audit", "export", log.id, "--format", "csv")
    expected = log.operator.get(f"{AUDIT}/export", params={"format": "csv"}).text
    assert table.stdout.splitlines() == expected.splitlines()
    elsewhere = here.run("audit", "verify", "--organization", log.id, SECRET_KEY="another" * 8)
    assert (elsewhere.returncode, "not under this SECRET_KEY" in elsewhere.stderr) == (1, True)
    log.sql("UPDATE events SET message = 'Nothing' WHERE type = 'task.created'")
    found = here.run("audit", "verify", "--organization", log.id)
    assert (found.returncode, log.broken() in found.stderr) == (1, True)
    unknown = here.run("audit", "export", board["id"])
    assert (unknown.returncode, "no such organization" in unknown.stderr) == (1, True)
