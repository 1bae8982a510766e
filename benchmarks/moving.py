"""`python -m benchmarks.moving [TASKS] [sqlite|postgresql]`: an installation of the reference is brought over.

The seconds of processor time are those of the import alone; a PostgreSQL server has its own. On 2026-11-26, on cores
that others used too: 79 s and 282 MiB for 702,116 rows of 100,000 tasks, into SQLite.

Afterwards the rows of each table are counted on both sides; a difference is named, and the status is 1.
"""

import resource
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from mission_control.entry.reference.service import import_reference
from mission_control.kernel.db.engine import make_engine
from mission_control.kernel.settings import Settings, load_settings
from mission_control.moving.report import Report
from tests.moving.reference import ReferenceDatabase
from tests.support import services as running
from tests.support.services import DatabaseKind

COMMENTS, MOVES, EVENTS = "comments (of activity_events)", "moves of tasks", "activity_events"
DERIVED = {COMMENTS, MOVES, "approval_task_links"}
"""Found in rows of other tables, or there too."""
COUNTED = {
    "task_custom_field_definitions": "SELECT count(*) FROM custom_fields",
    "board_task_custom_fields": "SELECT count(*) FROM board_custom_fields",
    "task_custom_field_values": "SELECT count(*) FROM custom_field_values",
    COMMENTS: "SELECT count(*) FROM task_comments",
    MOVES: "SELECT count(DISTINCT task_id) FROM task_transitions",
    EVENTS: "SELECT count(*) FROM events WHERE type LIKE 'imported.%'",
    # Each organization has one of its own besides.
    "gateways": "SELECT count(*) FROM gateways WHERE kind = 'openclaw'",
    # Kept by the product for itself; the reference's are not brought over.
    "task_fingerprints": "SELECT 0",
}
"""What has become of a table, where it is not the table of the same name."""


def main(tasks: int, kind: DatabaseKind) -> int:
    services = running.begin()
    try:
        reference = ReferenceDatabase(services.empty_database("postgresql"))
        reference.fill(tasks)
        with tempfile.TemporaryDirectory() as folder:
            settings = load_settings(data_dir=Path(folder), database_url=services.empty_database(kind))
            before = _cpu()
            report = import_reference(settings, reference.url, lambda step: print(f"{_cpu() - before:7.1f} s  {step}"))
            total, spent = report.total, _cpu() - before
            wrong = list(differences(reference, settings, report))
        print(f"{spent:7.1f} s of processor time for {total.brought} of {total.found} rows, {tasks} tasks")
        print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:7.0f} MiB of memory at most")
        print("\n".join(wrong) or f"{len(report.tables)} tables hold here what they held there, less what was left out")
        return 1 if wrong else 0
    finally:
        services.stop()


def differences(reference: ReferenceDatabase, settings: Settings, report: Report) -> Iterator[str]:
    """Tables whose rows are not all accounted for: found there, reported, and here."""
    engine = make_engine(settings)
    with Session(engine) as db:
        for name, told in report.tables.items():
            there = told.found if name in DERIVED else _there(reference, name)
            here = db.scalar(text(COUNTED.get(name, f"SELECT count(*) FROM {name}")))
            if (there, told.found, here) != (told.found, told.brought + told.left, told.brought):
                yield f"{name}: {there} there, {told}, {here} here"
    engine.dispose()


def _there(reference: ReferenceDatabase, table: str) -> int:
    return int(reference.one(f"SELECT count(*) FROM {table}".encode()))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    arguments = sys.argv[1:]
    chosen: DatabaseKind = "postgresql" if "postgresql" in arguments else "sqlite"
    numbers = [int(it) for it in arguments if it.isdigit()]
    sys.exit(main(numbers[0] if numbers else 100_000, chosen))
