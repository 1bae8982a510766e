"""Organizations in files, out of this installation and into it."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from mission_control.entry import startup
from mission_control.entry.installation import secret_box
from mission_control.entry.receiving import receiving
from mission_control.kernel.db.session import Database
from mission_control.kernel.environment import Environment
from mission_control.kernel.settings import Settings
from mission_control.migrations import tables as _tables  # noqa: F401 - none may be left behind
from mission_control.moving import exporting, importing
from mission_control.moving.exporting import Exported
from mission_control.moving.report import Report


def export_organization(settings: Settings, organization_id: UUID, file: Path, passphrase: str | None) -> Exported:
    """Raises MoveFailed and CannotStart."""
    engine = startup.reach_database(settings)
    try:
        startup.prepare_schema(settings, engine, may_migrate=False)
        environment = Environment(settings, secret_box(settings))
        exported = exporting.export(engine, environment, organization_id, file, passphrase)
        with Database(engine, environment=environment).write() as uow:
            exporting.note(uow, organization_id, with_secrets=passphrase is not None)
        return exported
    finally:
        engine.dispose()


def import_organization(
    settings: Settings, file: Path, passphrase: str | None, say: Callable[[str], None], *, dry_run: bool = False
) -> Report:
    """Raises MoveFailed, and CannotStart when this installation cannot be written to; a dry run writes nothing."""
    with (
        receiving(settings, dry_run=dry_run) as (database, environment),
        importing.opened(file, settings.data_dir, passphrase) as package,
    ):
        return importing.bring(package, database, environment, say, dry_run=dry_run)
