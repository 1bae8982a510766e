"""Python, the data folder, the secrets in it and the built user interface."""

import os
import shutil
import sqlite3
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from mission_control.entry.cli.doctor.finding import Finding, broken, ok, warning
from mission_control.entry.installation import FORMER_TOKEN_FILE, SECRET_KEY_FILE, SIGN_IN_TOKEN_FILE
from mission_control.entry.startup import CannotStart, check_folders
from mission_control.entry.web.files import STATIC
from mission_control.kernel.settings import Settings

OLDEST_PYTHON = (3, 11)
OLDEST_SQLITE = (3, 35)
"""The first with RETURNING, which claims and the job queue are built on."""
LITTLE_SPACE = 1024**3
NO_SPACE = 100 * 1024**2
OTHERS = stat.S_IRWXG | stat.S_IRWXO
SECRET_FILES = (SIGN_IN_TOKEN_FILE, FORMER_TOKEN_FILE, SECRET_KEY_FILE)


def versions() -> Iterator[Finding]:
    python = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        yield broken("python", f"Python {python} is too old.", "Install Python 3.11 or newer.")
    else:
        yield ok("python", f"Python {python}.")
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        yield broken(
            "sqlite", f"SQLite {sqlite3.sqlite_version} is too old.", "Use a Python with SQLite 3.35 or newer."
        )
    else:
        yield ok("sqlite", f"SQLite {sqlite3.sqlite_version}.")


def data_folder(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir.absolute()
    if not folder.exists():
        yield _place_for(folder)
        return
    try:
        check_folders(settings)
    except CannotStart as error:
        fault, _, mend = str(error).partition("; ")
        yield broken("data folder", f"{fault}.", f"{mend[:1].upper()}{mend[1:]}")
        return
    yield _permissions(folder)
    yield _space(folder)
    yield from _secrets(folder)


def _place_for(folder: Path) -> Finding:
    """Whether a first start can make the folder; what is tried is another one, gone again at once."""
    parent = next(place for place in folder.parents if place.exists())
    try:
        # Rights do not tell: a file system may take no folders from anybody.
        tempfile.TemporaryDirectory(dir=parent).cleanup()
    except OSError:
        return broken(
            "data folder",
            f"{folder} does not exist, and cannot be made in {parent}.",
            f"Correct the owner or permissions of {parent}, or set DATA_DIR to another place.",
        )
    return ok("data folder", f"{folder} does not exist yet; the first start makes it.")


def _permissions(folder: Path) -> Finding:
    mode = folder.stat().st_mode
    if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
        return broken("data folder", f"Every account may change what is in {folder}.", f"Run: chmod 700 {folder}")
    if mode & (stat.S_IROTH | stat.S_IXOTH):
        return warning("data folder", f"Other accounts may look into {folder}.", f"Run: chmod 700 {folder}")
    return ok("data folder", f"{folder} can be written to, by this account alone.")


def _space(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    text = f"{free / 1024**3:.1f} GiB are free at {folder}."
    if free < NO_SPACE:
        return broken("free space", text, "Free space there, or move DATA_DIR; SQLite stops writing on a full disk.")
    if free < LITTLE_SPACE:
        return warning("free space", text, "Free space there before it runs out.")
    return ok("free space", text)


def _secrets(folder: Path) -> Iterator[Finding]:
    for name in SECRET_FILES:
        file = folder / name
        if not file.exists():
            continue
        if not os.access(file, os.R_OK):
            yield broken("secret files", f"{file} cannot be read by this account.", f"Run: chown $(id -u) {file}")
        elif file.stat().st_mode & OTHERS:
            yield broken("secret files", f"{file} can be read by other accounts.", f"Run: chmod 600 {file}")
        elif not file.read_text().strip():
            yield broken(
                "secret files", f"{file} is empty.", "Restore it from a backup, or remove it to get a new one."
            )
        else:
            yield ok("secret files", f"{file} is readable by its owner alone.")


def user_interface() -> Iterator[Finding]:
    missing = [name for name in ("index.html", "api-docs/index.html") if not (STATIC / name).exists()]
    if missing:
        yield warning(
            "user interface", "The user interface has not been built; the API works without it.", "Run: make web"
        )
    else:
        yield ok("user interface", "The user interface is built.")
