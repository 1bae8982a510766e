"""Making a backup of this installation, and restoring one."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

from sqlalchemy import Engine

from mission_control import __version__
from mission_control.entry import startup
from mission_control.entry.backup import archive, databases
from mission_control.entry.backup.archive import DATABASE, SECRETS, BackupFailed, Manifest
from mission_control.entry.installation import SECRET_KEY_FILE
from mission_control.entry.startup import Schema
from mission_control.kernel import packing
from mission_control.kernel.db import migrate
from mission_control.kernel.security.secrets import SecretBox, replace_secret
from mission_control.kernel.settings import Settings


def back_up(settings: Settings, to: Path, keep: int | None = None) -> Path:
    """Write a backup into a folder, or as a file that does not exist yet; servers may be running.

    With `keep`, older backups in that folder go until so many are left. Raises BackupFailed, and CannotStart when the
    database is away; then nothing is left behind.
    """
    target = to / archive.name_at(datetime.now(UTC)) if to.is_dir() or keep is not None else to
    if target.exists():
        raise BackupFailed(f"{target} exists already; name another file, or a folder.")
    if settings.is_sqlite and not databases.sqlite_file(settings).exists():
        raise BackupFailed(f"There is no database at {startup.shown(settings)}; correct DATA_DIR or DATABASE_URL.")
    with _database(settings) as engine:
        revision = migrate.current(engine)
        if revision is None:
            raise BackupFailed(f"The database at {startup.shown(settings)} is not one of Mission Control's.")
        try:
            if keep is not None:
                # Of what a folder holds some are left; before the first there may be none.
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _pack(settings, engine, target, revision)
            if keep is not None:
                _forget_older(target.parent, keep)
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else type(error).__name__
            raise BackupFailed(f"{target} cannot be written ({reason}).") from None
    return target


def _pack(settings: Settings, engine: Engine, target: Path, revision: str) -> None:
    with TemporaryDirectory(dir=target.parent, prefix=".backing-up-") as name:
        folder = Path(name)
        databases.dump(settings, engine, folder / DATABASE)
        for secret in SECRETS:
            if (settings.data_dir / secret).exists():
                shutil.copyfile(settings.data_dir / secret, folder / secret)
        manifest = Manifest(
            product=__version__,
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            dialect=engine.dialect.name,
            revision=revision,
            key=_mark_of(_key(settings, settings.data_dir)),
            files=packing.checksums(folder),
        )
        archive.write(target, folder, manifest)


def _forget_older(folder: Path, keep: int) -> None:
    # Their names sort by their age.
    present = sorted(folder.glob(f"{archive.PREFIX}*{packing.SUFFIX}"), reverse=True)
    for old in present[keep:]:
        old.unlink()


def restore(settings: Settings, file: Path, *, replace: bool = False, other_key: bool = False) -> Manifest:
    """Put a backup in the place of this installation's data; no server may be running.

    Data that is there is replaced on SQLite alone, and only with `replace`; it is backed up into the data folder first.
    Raises BackupFailed and CannotStart before anything has been changed.
    """
    startup.check_folders(settings)
    claim = _claimed(settings)
    try:
        with archive.opened(file, settings.data_dir) as (manifest, folder):
            _check(settings, manifest, folder, other_key=other_key)
            with _database(settings) as engine:
                _make_room(settings, engine, replace=replace)
                databases.load(settings, engine, folder / DATABASE)
            for secret in SECRETS:
                if (folder / secret).exists():
                    replace_secret(settings.data_dir / secret, (folder / secret).read_text().strip())
    except OSError as error:
        raise BackupFailed(f"{file} cannot be restored ({error}).") from None
    finally:
        if claim is not None:
            claim.close()
    return manifest


def _claimed(settings: Settings) -> TextIO | None:
    """Raises BackupFailed while a server has the data."""
    try:
        return startup.claim_sqlite(settings)
    except startup.CannotStart:
        raise BackupFailed(
            f"A server is running with {startup.shown(settings)}; stop it, restore, and start it again. "
            "Nothing was changed."
        ) from None


def _check(settings: Settings, manifest: Manifest, folder: Path, *, other_key: bool) -> None:
    present = "sqlite" if settings.is_sqlite else "postgresql"
    if manifest.dialect != present:
        raise BackupFailed(
            f"This is a backup of {manifest.dialect}, and the database here is {present}; set DATABASE_URL accordingly."
        )
    if manifest.revision not in migrate.revisions():
        raise BackupFailed(
            f"Version {manifest.product} has made this backup, with a schema that this version does not know; "
            "install that version or a newer one."
        )
    if _mark_of(_key(settings, folder)) != manifest.key and not other_key:
        raise BackupFailed(
            "The SECRET_KEY here is not the one of the backup: the tokens of all agents and the stored secrets would "
            "be void. Set SECRET_KEY to the former value, or say --other-key and give new tokens."
        )


def _make_room(settings: Settings, engine: Engine, *, replace: bool) -> None:
    if startup.schema_of(engine) is Schema.EMPTY:
        return
    if not settings.is_sqlite:
        raise BackupFailed(
            f"The database {startup.shown(settings)} is not empty; make a new one and let DATABASE_URL name it."
        )
    if not replace:
        raise BackupFailed(
            f"There is data at {startup.shown(settings)}; say --replace to put the backup in its place. "
            "What is there is backed up first."
        )
    back_up(settings, settings.data_dir / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}{packing.SUFFIX}")


@contextmanager
def _database(settings: Settings) -> Iterator[Engine]:
    engine = startup.reach_database(settings)
    try:
        yield engine
    finally:
        engine.dispose()


def _key(settings: Settings, folder: Path) -> str:
    """The configured key, else the one that lies in a folder."""
    file = folder / SECRET_KEY_FILE
    return settings.secret_key or (file.read_text().strip() if file.exists() else "")


def _mark_of(key: str) -> str:
    return SecretBox(key).mark
