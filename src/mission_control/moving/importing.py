"""An organization out of an archive: what is not here comes, under the ids that it has; safe to repeat."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Table, select

from mission_control.kernel.clock import utc_now
from mission_control.kernel.db import migrate
from mission_control.kernel.db.base import Base
from mission_control.kernel.db.session import Database
from mission_control.kernel.environment import Environment
from mission_control.moving import archive, contents, settling
from mission_control.moving.archive import LINES, Box, Manifest
from mission_control.moving.drafts import Draft, LeftOut, Step, Values
from mission_control.moving.finishing import finish
from mission_control.moving.report import MoveFailed, Report
from mission_control.moving.settling import Known
from mission_control.moving.writing import Target, moves_before

AT_ONCE = 2_000
SOURCE = "archive"
FIRST = (contents.ORGANIZATIONS, contents.USERS, contents.EVENTS)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the archive."""

    values: Values
    key: str


@dataclass(frozen=True, slots=True)
class Package:
    """An archive that was opened and checked."""

    manifest: Manifest
    folder: Path
    box: Box | None

    def batches(self, table: Table) -> Iterator[Sequence[Line]]:
        held: list[Line] = []
        with (self.folder / f"{table.name}{LINES}").open() as file:
            for text in file:
                held.append(_line(table, text))
                if len(held) == AT_ONCE:
                    yield held
                    held = []
        if held:
            yield held


@contextmanager
def opened(file: Path, beside: Path, passphrase: str | None) -> Iterator[Package]:
    """Raises MoveFailed for a file that is none, for one of another version, and for a wrong passphrase."""
    with archive.opened(file, beside) as (manifest, folder):
        if manifest.revision != migrate.head():
            raise MoveFailed(
                f"Version {manifest.product} has made this archive, with another schema; bring both installations to "
                "the same version and export again."
            )
        if lacking := {table.name + LINES for table in contents.tables()} - manifest.files.keys():
            raise MoveFailed(f"The archive lacks {', '.join(sorted(lacking))}; export again.")
        if passphrase and manifest.lock is None:
            raise MoveFailed("This archive was made without a passphrase and holds no secrets; leave it out here too.")
        yield Package(manifest, folder, Box.of(manifest.lock, passphrase) if passphrase and manifest.lock else None)


def bring(
    package: Package,
    database: Database | None,
    environment: Environment,
    say: Callable[[str], None],
    *,
    dry_run: bool,
) -> Report:
    """Write what is not here; `say` is told of each table."""
    report = Report(dry_run=dry_run)
    target = Target(database, report)
    known = _known(package, database, environment)
    if database is not None:
        with database.read() as uow:
            contents.check_known(uow.db.connection())
            target.moved = moves_before(uow.db, SOURCE)
    target.writes = database is not None and not dry_run
    for table in _ordered():
        say(table.name)
        target.bring(_step(table), package.batches(table), known)
    if database is not None and not dry_run:
        say("seals of the log")
        finish(database, target, report, SOURCE, package.manifest.made_at, [known.home])
    return report


def _ordered() -> list[Table]:
    """The history comes before what tells of it: a subscription begins behind it."""
    present = {table.name: table for table in contents.tables()}
    return [*(present.pop(name) for name in FIRST), *present.values()]


def _known(package: Package, database: Database | None, environment: Environment) -> Known:
    manifest = package.manifest
    known = Known(
        environment=environment,
        now=utc_now(),
        home=manifest.organization_id,
        box=package.box,
        former_key=package.box.opened(manifest.lock.digest_key) if package.box and manifest.lock else None,
        same_key=manifest.key == environment.secrets.mark,
    )
    if database is not None:
        users = Base.metadata.tables[contents.USERS].c
        with database.read() as uow:
            known.external_ids = {row[1]: row[0] for row in uow.db.execute(select(users.id, users.external_id))}
    return known


def _step(table: Table) -> Step:
    # Positions in the log are another installation's.
    key = ("id",) if table.name == contents.EVENTS else tuple(column.name for column in table.primary_key)
    return Step(
        table.name, "", table, partial(_draft, table), key=key, write=settling.WRITERS.get(table.name), row_key="key"
    )


def _draft(table: Table, line: Line, known: Known) -> Draft:
    try:
        return settling.settled(table, dict(line.values), known)
    except LeftOut:
        known.missing.setdefault(table.name, set()).add(line.values.get("id"))
        raise


def _line(table: Table, text: str) -> Line:
    try:
        values = contents.read(table, json.loads(text))
    except (ValueError, KeyError, TypeError):
        raise MoveFailed(f"A row of {table.name} in the archive cannot be read; export again.") from None
    key = ", ".join(str(values[column.name]) for column in table.primary_key if column.name in values)
    return Line(values, key or str(values.get("id")))
