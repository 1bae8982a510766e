"""`python -m benchmarks.moving [TASKS] [sqlite|postgresql]`: an installation of the reference is brought over.

The seconds of processor time are those of the import alone; a PostgreSQL server has its own. On 2026-11-26, on cores
that others used too: 79 s and 282 MiB for 702,116 rows of 100,000 tasks, into SQLite.
"""

import resource
import sys
import tempfile
from pathlib import Path

from mission_control.entry.reference.service import import_reference
from mission_control.kernel.settings import load_settings
from tests.moving.reference import ReferenceDatabase
from tests.support import services as running
from tests.support.services import DatabaseKind


def main(tasks: int, kind: DatabaseKind) -> None:
    services = running.begin()
    try:
        reference = ReferenceDatabase(services.empty_database("postgresql"))
        reference.fill(tasks)
        with tempfile.TemporaryDirectory() as folder:
            settings = load_settings(data_dir=Path(folder), database_url=services.empty_database(kind))
            before = _cpu()
            report = import_reference(settings, reference.url, lambda step: print(f"{_cpu() - before:7.1f} s  {step}"))
        total = report.total
        print(f"{_cpu() - before:7.1f} s of processor time for {total.brought} of {total.found} rows, {tasks} tasks")
        print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:7.0f} MiB of memory at most")
    finally:
        services.stop()


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    arguments = sys.argv[1:]
    main(int(arguments[0]) if arguments else 100_000, "postgresql" if "postgresql" in arguments else "sqlite")
