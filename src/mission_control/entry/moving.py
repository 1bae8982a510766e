"""Organizations in files, out of this installation and into it."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from mission_control.entry import startup
from mission_control.entry.installation import secret_box
from mission_control.entry.receiving import receiving, workshop
from mission_control.kernel.db.session import Database
from mission_control.kernel.environment import Environment
from mission_control.kernel.settings import Settings
from mission_control.migrations import tables as _tables  # noqa: F401 - none may be left behind
from mission_control.moving import exporting, importing
from mission_control.moving.exporting import Exported
from mission_control.moving.report import MoveFailed, Report
from mission_control.organizations.api import Organization


def export_organization(settings: Settings, named: str, file: Path, passphrase: str | None) -> Exported:
    """Write the organization of this id or name. Raises MoveFailed and CannotStart."""
    engine = startup.reach_database(settings)
    try:
        startup.prepare_schema(settings, engine, may_migrate=False)
        environment = Environment(settings, secret_box(settings))
        database = Database(engine, environment=environment)
        organization_id = _organization(database, named)
        exported = exporting.export(engine, environment, organization_id, file, passphrase)
        with database.write() as uow:
            exporting.note(uow, organization_id, with_secrets=passphrase is not None)
        return exported
    finally:
        engine.dispose()


def _organization(database: Database, named: str) -> UUID:
    """Raises MoveFailed with the names and ids of those that exist."""
    with database.read() as uow:
        rows = uow.db.execute(select(Organization.id, Organization.name).order_by(Organization.name, Organization.id))
        present: dict[UUID, str] = {row.id: row.name for row in rows}
    found = [it for it, name in present.items() if named in (str(it), name)]
    if len(found) == 1:
        return found[0]
    what = "More than one organization is called so" if found else "There is no such organization"
    choice = "".join(f"\n{it}  {name}" for it, name in present.items() if not found or it in found)
    raise MoveFailed(f"{what}; write the id of one that is here:{choice or ' there is none'}")


def import_organization(
    settings: Settings, file: Path, passphrase: str | None, say: Callable[[str], None], *, dry_run: bool = False
) -> Report:
    """Raises MoveFailed, and CannotStart when this installation cannot be written to; a dry run writes nothing."""
    with (
        receiving(settings, dry_run=dry_run) as (database, environment),
        importing.opened(file, workshop(settings, dry_run=dry_run), passphrase) as package,
    ):
        return importing.bring(package, database, environment, say, dry_run=dry_run)
