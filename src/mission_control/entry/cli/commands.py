"""The commands; each loads the settings first and says in one sentence what is wrong with them.

Imports that only one command needs stand inside it, so that every command starts at once.
"""

import gc
import json
import sys
import threading
from pathlib import Path
from typing import Any

import click

from mission_control import __version__
from mission_control.entry.cli import administering, auditing, moving, operating
from mission_control.entry.cli.telling import said_in_a_sentence, settings_from
from mission_control.entry.installation import sign_in_token
from mission_control.kernel.settings import Settings

PORT = click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")

COLLECT_AFTER = (10_000, 20, 20)
"""Thresholds of the garbage collector's three generations. What is imported stays, and answers are made of many objects
that live as long as the answer. With the defaults the collector walks over both again and again: it cost a quarter of
every start, and half of a large board's snapshot."""


@click.group()
@click.version_option(__version__, message="%(version)s")
def app() -> None:
    """Run and look after Mission Control."""


app.add_command(administering.job_commands)
app.add_command(administering.admin_commands)
app.add_command(auditing.audit_commands)
app.add_command(moving.import_reference)
app.add_command(moving.export_organization)
app.add_command(moving.import_organization)
app.add_command(operating.pause)
app.add_command(operating.resume)
app.add_command(operating.gateway_commands)


def main() -> None:
    gc.set_threshold(*COLLECT_AFTER)
    threading.excepthook = lambda thread: _tell(thread.exc_value)
    try:
        app()
    except Exception as error:  # noqa: BLE001 (the last resort: Python's own words could hold people's data)
        _tell(error)
        sys.exit(1)


def _tell(error: BaseException | None) -> None:
    from mission_control.kernel.failures import traceback_of

    if error is not None:
        click.echo(traceback_of(error), err=True)


@app.command()
@click.option("--host", help="Address to listen on.")
@PORT
def serve(host: str | None, port: int | None) -> None:
    """Start the server. It has the API, the web interface and, on SQLite, the background jobs."""
    settings = settings_from(host=host, port=port)
    from mission_control.entry import serving
    from mission_control.kernel.logging import configure_logging

    configure_logging(settings)
    with said_in_a_sentence():
        place = serving.prepare(settings)
        _say_where(settings)
        serving.serve(settings, place)


def _say_where(settings: Settings) -> None:
    from mission_control.kernel.logging import get_logger

    if settings.logs_json:
        # Such logs are collected, and read by more people than may sign in.
        sign_in = _how_to_sign_in(settings) or "the token that `mission-control token show` prints"
        get_logger(__name__).info("server.address", url=settings.public_url, sign_in=sign_in)
        return
    sign_in = _how_to_sign_in(settings) or sign_in_token(settings)
    name = "Sign-in:        " if settings.auth_mode in {"oidc", "clerk"} else "Sign-in token:  "
    click.echo(f"Mission Control: {settings.public_url}\n{name} {sign_in}")


def _how_to_sign_in(settings: Settings) -> str | None:
    """None for a token that was made up here."""
    if settings.auth_mode == "oidc":
        return f"{settings.oidc_provider_name}, {settings.oidc_issuer}"
    if settings.auth_mode == "clerk":
        return f"Clerk, {settings.clerk_api_url}"
    return "the value of LOCAL_AUTH_TOKEN" if settings.local_auth_token else None


@app.command()
@PORT
def demo(port: int | None) -> None:
    """Start a server with a small fleet at work. It has an organization of its own and touches no data of yours."""
    settings = settings_from(port=port)
    from mission_control.entry import demo as show

    with said_in_a_sentence():
        show.run(settings, click.echo)


@app.command()
def worker() -> None:
    """Run background jobs without serving (PostgreSQL only)."""
    settings = settings_from()
    if settings.is_sqlite:
        click.echo(
            "No worker is needed: on SQLite one process owns the file, and `mission-control serve` runs the jobs "
            "itself. Workers are for PostgreSQL; set DATABASE_URL to use one."
        )
        return
    from mission_control.entry import startup
    from mission_control.entry.worker import run_worker
    from mission_control.kernel.logging import configure_logging

    configure_logging(settings)
    with said_in_a_sentence():
        startup.check_folders(settings)
        engine = startup.reach_database(settings)
        startup.prepare_schema(settings, engine, may_migrate=settings.db_auto_migrate)
        engine.dispose()
    run_worker(settings)


@app.command()
def migrate() -> None:
    """Bring the database schema to the newest revision."""
    settings = settings_from()
    from mission_control.entry import startup
    from mission_control.kernel.db import migrate as migrations

    with said_in_a_sentence():
        if settings.is_sqlite:
            startup.check_folders(settings)
        startup.prepare_schema(settings, startup.reach_database(settings), may_migrate=True)
    click.echo(f"The schema is at revision {migrations.head()}.")


@app.command()
@click.argument("to", type=click.Path(path_type=Path), help="A folder, or the name of a new file.")
@click.option("--keep", type=click.IntRange(1), help="Leave so many backups in the folder.")
def backup(to: Path, keep: int | None) -> None:
    """Write database and generated secrets into one file. Servers may be running."""
    settings = settings_from()
    if keep is not None and not to.is_dir() and (to.exists() or to.suffix):
        raise click.BadParameter(f"--keep needs a folder, and {to} names a file")
    from mission_control.entry.backup import service

    with said_in_a_sentence():
        click.echo(service.back_up(settings, to, keep))


@app.command()
@click.argument(
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file that `backup` has written.",
)
@click.option("--replace", is_flag=True, help="Replace the data that is here (SQLite).")
@click.option("--other-key", is_flag=True, help="Even if SECRET_KEY is another one.")
def restore(file: Path, replace: bool, other_key: bool) -> None:
    """Put a backup in the place of this installation's data. Stop all servers before."""
    settings = settings_from()
    from mission_control.entry.backup import service

    with said_in_a_sentence():
        manifest = service.restore(settings, file, replace=replace, other_key=other_key)
    click.echo(f"Restored the state of {manifest.made_at}; start the servers.")


@app.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(as_json: bool) -> None:
    """Check this installation. For each fault it says what is wrong and how to mend it."""
    from mission_control.entry.cli import doctor as examination

    findings = examination.examine()
    click.echo(examination.as_json(findings) if as_json else examination.as_text(findings))
    if not examination.sound(findings):
        raise click.exceptions.Exit(1)


@app.command()
def openapi() -> None:
    """Print the API document; needs no running server."""
    click.echo(json.dumps(_api_document(), indent=2, sort_keys=True))


@app.command()
@click.option("--check/--no-check", default=False, help="Only say whether the pages are up to date.", show_default=True)
@click.option(
    "--folder", type=click.Path(path_type=Path), default=Path("docs"), help="Where the pages are.", show_default=True
)
def docs(check: bool, folder: Path) -> None:
    """Write the pages that are made from the program itself."""
    from mission_control.entry.cli import moves, permissions, reference

    pages = {
        folder / "configuration.md": reference.configuration(),
        folder / "moves.md": moves.page(),
        folder / "permissions.md": permissions.page(_api_document()),
    }
    if not check:
        folder.mkdir(parents=True, exist_ok=True)
        for page, text in pages.items():
            page.write_text(text)
        return
    outdated = [str(page) for page, text in pages.items() if not page.exists() or page.read_text() != text]
    if outdated:
        click.echo(f"Out of date: {', '.join(outdated)}; run: make generate", err=True)
        raise click.exceptions.Exit(1)


def _api_document() -> dict[str, Any]:
    # It is never started: a database and a key that exist nowhere keep it from making the data folder.
    settings = settings_from(database_url="sqlite:///:memory:", secret_key="never used " * 4)
    from mission_control.entry.application import create_application

    return create_application(settings).openapi()


@app.group("token")
def token_commands() -> None:
    """The sign-in token of this installation."""


@token_commands.command()
def show() -> None:
    """Print the token that people sign in with."""
    click.echo(sign_in_token(settings_from()))


@token_commands.command()
@click.option("--at-once", is_flag=True, help="End the former token now, with who uses it.")
def rotate(at_once: bool) -> None:
    """Replace the token that people sign in with. The former one is good until the next rotation."""
    settings = settings_from()
    if settings.local_auth_token:
        click.echo(
            "LOCAL_AUTH_TOKEN is set and wins over a generated token; change it where it is set, with the present one "
            "in LOCAL_AUTH_TOKEN_FORMER while people change over, or remove it and run this again.",
            err=True,
        )
        raise click.exceptions.Exit(1)
    from mission_control.entry import startup
    from mission_control.entry.installation import rotate_token

    with said_in_a_sentence():
        startup.check_folders(settings)
    click.echo(rotate_token(settings, at_once=at_once))
    former = "The former one is good no more." if at_once else "The former one is good until you rotate again."
    click.echo(f"Servers that are running take the new token. {former}", err=True)
