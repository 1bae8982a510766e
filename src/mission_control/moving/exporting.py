"""An organization written into an archive, as it is at one moment; servers may be running."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Table, select

from mission_control import __version__
from mission_control.kernel import packing
from mission_control.kernel.db import migrate
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import Environment
from mission_control.kernel.security.secrets import SecretUnreadable
from mission_control.moving import archive, contents
from mission_control.moving.archive import LINES, Box, Manifest
from mission_control.moving.report import MoveFailed
from mission_control.organizations.api import Organization
from mission_control.organizations.events import OrganizationExported

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Exported:
    """What is in the archive, and what is not."""

    manifest: Manifest
    left_out: dict[str, int]
    """Secrets by column, where there was no passphrase or they could not be read."""


def export(
    engine: Engine, environment: Environment, organization_id: UUID, target: Path, passphrase: str | None = None
) -> Exported:
    """Write the archive; raises MoveFailed for an organization that is not here and for a target that is."""
    if target.exists():
        raise MoveFailed(f"{target} exists already; name another file.")
    box = Box.new(passphrase) if passphrase else None
    try:
        with TemporaryDirectory(dir=target.parent, prefix=".exporting-") as name:
            return _Export(engine, environment, organization_id, box, Path(name)).run(target)
    except OSError as error:
        raise MoveFailed(f"{target} cannot be written ({error.strerror or error}).") from None


def note(uow: UnitOfWork, organization_id: UUID, *, with_secrets: bool) -> None:
    """Have the log tell of it."""
    kept = "with its secrets" if with_secrets else "without its secrets"
    uow.emit(
        OrganizationExported(
            organization_id=organization_id,
            message=f"The organization was exported, {kept}",
            with_secrets=with_secrets,
        )
    )


class _Export:
    def __init__(
        self, engine: Engine, environment: Environment, organization_id: UUID, box: Box | None, folder: Path
    ) -> None:
        self._engine = engine
        self._environment = environment
        self._organization_id = organization_id
        self._box = box
        self._folder = folder
        self._left_out: Counter[str] = Counter()

    def run(self, target: Path) -> Exported:
        with self._one_moment() as connection:
            contents.check_known(connection)
            organizations = Organization.__table__
            named = connection.execute(
                select(organizations.c.name).where(organizations.c.id == self._organization_id)
            ).scalar()
            if named is None:
                raise MoveFailed("There is no such organization.")
            made_at = datetime.now(UTC)
            rows = {table.name: self._write(connection, table) for table in contents.tables()}
        secrets = self._environment.secrets
        manifest = Manifest(
            product=__version__,
            revision=migrate.head(),
            made_at=made_at,
            organization_id=self._organization_id,
            organization=named,
            key=secrets.mark,
            rows=rows,
            files=packing.checksums(self._folder),
            lock=self._box.lock(secrets.digest_key) if self._box else None,
        )
        archive.pack(target, self._folder, manifest)
        return Exported(manifest, dict(self._left_out))

    def _one_moment(self) -> Connection:
        """SQLite reads one moment by itself."""
        if self._engine.dialect.name == "postgresql":
            return self._engine.connect().execution_options(isolation_level="REPEATABLE READ")
        return self._engine.connect()

    def _write(self, connection: Connection, table: Table) -> int:
        rows = select(*(table.c[name] for name in contents.columns(table)))
        rows = rows.where(contents.of_organization(table, self._organization_id))
        rows = rows.order_by(*(table.primary_key.columns))
        count = 0
        with (self._folder / f"{table.name}{LINES}").open("w") as file:
            for row in connection.execute(rows, execution_options={"yield_per": AT_ONCE}):
                self._line(file, table, row)
                count += 1
        return count

    def _line(self, file: IO[str], table: Table, row: Any) -> None:
        values = contents.written(table, row)
        for name in values:
            if name.startswith(contents.SEALED) and values[name] is not None:
                values[name] = self._secret(f"{table.name}.{name}", values[name])
        file.write(json.dumps(values, separators=(",", ":")) + "\n")

    def _secret(self, place: str, sealed: str) -> str:
        """A secret under the lock of the archive."""
        if self._box is not None:
            try:
                return self._box.locked(self._environment.secrets.decrypt(sealed))
            except SecretUnreadable:
                pass
        self._left_out[place] += 1
        return contents.WITHHELD
