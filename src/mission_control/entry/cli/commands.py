"""The commands; each loads the settings first and says in one sentence what is wrong with them.

Imports that only one command needs stand inside it, so that every command starts at once.
"""

import gc
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from mission_control.entry.cli import moving, operating
from mission_control.entry.cli.telling import said_in_a_sentence, settings_from
from mission_control.entry.installation import sign_in_token
from mission_control.kernel.settings import Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Run and look after Mission Control.")
token_commands = typer.Typer(no_args_is_help=True, help="The sign-in token of this installation.")
app.add_typer(token_commands, name="token")
job_commands = typer.Typer(no_args_is_help=True, help="Background jobs that gave up.")
app.add_typer(job_commands, name="jobs")
admin_commands = typer.Typer(no_args_is_help=True, help="Who sees to this installation, its jobs for example.")
app.add_typer(admin_commands, name="admins")
app.command("import-reference")(moving.import_reference)
app.command("export")(moving.export_organization)
app.command("import")(moving.import_organization)
app.command()(operating.pause)
app.command()(operating.resume)
app.add_typer(operating.gateway_commands, name="gateways")
audit_commands = typer.Typer(no_args_is_help=True, help="The record of every change.")
app.add_typer(audit_commands, name="audit")

COLLECT_AFTER = (10_000, 20, 20)
"""Thresholds of the garbage collector's three generations. What is imported stays, and answers are made of many objects
that live as long as the answer. With the defaults the collector walks over both again and again: it cost a quarter of
every start, and half of a large board's snapshot."""


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
        typer.echo(traceback_of(error), err=True)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", min=1, max=65535)] = None,
) -> None:
    """Start the server: API, web interface and, on SQLite, the background jobs."""
    settings = settings_from(host=host, port=port)
    from mission_control.entry import serving
    from mission_control.kernel.logging import configure_logging

    configure_logging(settings)
    with said_in_a_sentence():
        place = serving.prepare(settings)
        typer.echo(f"Mission Control: {settings.public_url}\n{_how_to_sign_in(settings)}")
        serving.serve(settings, place)


def _how_to_sign_in(settings: Settings) -> str:
    if settings.auth_mode == "oidc":
        return f"Sign-in:         {settings.oidc_provider_name}, {settings.oidc_issuer}"
    if settings.auth_mode == "clerk":
        return f"Sign-in:         Clerk, {settings.clerk_api_url}"
    return (
        f"Sign-in token:   {'the value of LOCAL_AUTH_TOKEN' if settings.local_auth_token else sign_in_token(settings)}"
    )


@app.command()
def demo(
    port: Annotated[int | None, typer.Option(help="Port to listen on.", min=1, max=65535)] = None,
) -> None:
    """Start a server with an organization and a small fleet at work; it touches no data of yours."""
    settings = settings_from(port=port)
    from mission_control.entry import demo as show

    with said_in_a_sentence():
        show.run(settings, typer.echo)


@app.command()
def worker() -> None:
    """Run background jobs without serving anything (PostgreSQL only)."""
    settings = settings_from()
    if settings.is_sqlite:
        typer.echo(
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
    typer.echo(f"The schema is at revision {migrations.head()}.")


@app.command()
def backup(
    to: Annotated[Path, typer.Argument(help="A folder, or the name of a new file.")],
    keep: Annotated[int | None, typer.Option(help="Leave so many backups in the folder.", min=1)] = None,
) -> None:
    """Write the database and the generated secrets into one file; servers may be running."""
    settings = settings_from()
    if keep is not None and not to.is_dir() and (to.exists() or to.suffix):
        raise typer.BadParameter(f"--keep needs a folder, and {to} names a file")
    from mission_control.entry.backup import service

    with said_in_a_sentence():
        typer.echo(service.back_up(settings, to, keep))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `backup` has written.", exists=True, dir_okay=False)],
    replace: Annotated[bool, typer.Option("--replace", help="Replace the data that is here (SQLite).")] = False,
    other_key: Annotated[bool, typer.Option("--other-key", help="Even if SECRET_KEY is another one.")] = False,
) -> None:
    """Put a backup in the place of this installation's data; stop all servers before."""
    settings = settings_from()
    from mission_control.entry.backup import service

    with said_in_a_sentence():
        manifest = service.restore(settings, file, replace=replace, other_key=other_key)
    typer.echo(f"Restored the state of {manifest.made_at}; start the servers.")


@app.command()
def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False) -> None:
    """Check this installation; for each fault, say what is wrong and how to mend it."""
    from mission_control.entry.cli import doctor as examination

    findings = examination.examine()
    typer.echo(examination.as_json(findings) if as_json else examination.as_text(findings))
    if not examination.sound(findings):
        raise typer.Exit(1)


@app.command()
def openapi() -> None:
    """Print the API document; needs no running server."""
    typer.echo(json.dumps(_api_document(), indent=2, sort_keys=True))


@app.command()
def docs(
    check: Annotated[bool, typer.Option(help="Only say whether the pages are up to date.")] = False,
    folder: Annotated[Path, typer.Option(help="Where the pages are.")] = Path("docs"),
) -> None:
    """Write the documentation pages that are made from the program itself."""
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
        typer.echo(f"Out of date: {', '.join(outdated)}; run: make generate", err=True)
        raise typer.Exit(1)


def _api_document() -> dict[str, Any]:
    # It is never started: a database and a key that exist nowhere keep it from making the data folder.
    settings = settings_from(database_url="sqlite:///:memory:", secret_key="never used " * 4)
    from mission_control.entry.application import create_application

    return create_application(settings).openapi()


@token_commands.command()
def show() -> None:
    """Print the token that people sign in with."""
    typer.echo(sign_in_token(settings_from()))


@token_commands.command()
def rotate(
    at_once: Annotated[bool, typer.Option("--at-once", help="End the former token now, with who uses it.")] = False,
) -> None:
    """Replace the token that people sign in with; the former one is good until the next rotation."""
    settings = settings_from()
    if settings.local_auth_token:
        typer.echo(
            "LOCAL_AUTH_TOKEN is set and wins over a generated token; change it where it is set, with the present one "
            "in LOCAL_AUTH_TOKEN_FORMER while people change over, or remove it and run this again.",
            err=True,
        )
        raise typer.Exit(1)
    from mission_control.entry import startup
    from mission_control.entry.installation import rotate_token

    with said_in_a_sentence():
        startup.check_folders(settings)
    typer.echo(rotate_token(settings, at_once=at_once))
    former = "The former one is good no more." if at_once else "The former one is good until you rotate again."
    typer.echo(f"Servers that are running take the new token. {former}", err=True)


@job_commands.command("list")
def list_jobs() -> None:
    """List the jobs that gave up, newest first."""
    from mission_control.entry.cli import jobs

    with said_in_a_sentence():
        failed = jobs.failed(settings_from())
    for job in failed:
        typer.echo(f"{job.id}  {job.failed_at:%Y-%m-%d %H:%M:%SZ}  {job.name}  {job.last_error or ''}")
    typer.echo(f"{len(failed)} job(s) gave up.", err=True)


@job_commands.command()
def retry(
    ids: Annotated[list[int] | None, typer.Argument(help="Ids as `list` shows them.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All that gave up.")] = False,
) -> None:
    """Queue jobs again, with all their attempts."""
    if bool(ids) == every:
        raise typer.BadParameter("name the ids, or say --all")
    from mission_control.entry.cli import jobs

    with said_in_a_sentence():
        _report_jobs("queued again", ids, jobs.retry(settings_from(), ids or []))


@job_commands.command()
def discard(ids: Annotated[list[int], typer.Argument(help="Ids as `list` shows them.")]) -> None:
    """Drop jobs for good."""
    from mission_control.entry.cli import jobs

    with said_in_a_sentence():
        _report_jobs("dropped", ids, jobs.discard(settings_from(), ids))


def _report_jobs(what: str, asked: list[int] | None, done: list[int]) -> None:
    typer.echo(f"{len(done)} job(s) {what}.")
    if missing := sorted(set(asked or []) - set(done)):
        typer.echo(f"Not among the jobs that gave up: {', '.join(map(str, missing))}", err=True)
        raise typer.Exit(1)


@admin_commands.command("list")
def list_admins() -> None:
    """List them; with AUTH_MODE=local whoever has signed in is one."""
    from mission_control.entry.cli import admins

    with said_in_a_sentence():
        found = admins.named(settings_from())
    for line in found:
        typer.echo(line)
    typer.echo(f"{len(found)} named.", err=True)


@admin_commands.command("add")
def add_admin(email: Annotated[str, typer.Argument(help="As their account of the sign-in has it.")]) -> None:
    """Let somebody who has signed in before see to this installation."""
    _name_admin(email, runs_installation=True)


@admin_commands.command("remove")
def remove_admin(email: Annotated[str, typer.Argument(help="As their account of the sign-in has it.")]) -> None:
    """Let somebody see to this installation no more."""
    _name_admin(email, runs_installation=False)


def _name_admin(email: str, *, runs_installation: bool) -> None:
    from mission_control.entry.cli import admins

    with said_in_a_sentence():
        found = admins.name(settings_from(), email, runs_installation=runs_installation)
    if not found:
        typer.echo(f"Nobody has signed in with {email} yet.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{email} sees to this installation{'' if runs_installation else ' no more'}.")


@audit_commands.command()
def verify(
    organization: Annotated[UUID | None, typer.Option(help="Only this one, by its id.")] = None,
) -> None:
    """Check that the audit log is what was written, and print the last hash of each organization.

    Ends with 1 when a log was changed. Keep the hashes elsewhere: then even the owner of the database cannot rewrite
    what comes before them unseen.
    """
    from mission_control.entry.cli import audit

    intact = True
    with said_in_a_sentence(), _known_organization():
        for result in audit.verify(settings_from(), organization):
            intact = intact and result.intact
            typer.echo(f"{result.organization_id}  {result.name}: {result.words}", err=not result.intact)
            if result.last_hash:
                typer.echo(f"{result.organization_id}  last hash {result.last_hash}")
    if not intact:
        raise typer.Exit(1)


@audit_commands.command("export")
def export_audit(
    organization: Annotated[UUID, typer.Argument(help="Its id.")],
    form: Annotated[str, typer.Option("--format", help="`jsonl` or `csv`.")] = "jsonl",
) -> None:
    """Write the audit log of an organization to standard output, oldest first."""
    from mission_control.audit.api import Format
    from mission_control.entry.cli import audit

    if form not in set(Format):
        raise typer.BadParameter("write jsonl or csv", param_hint="--format")
    with said_in_a_sentence(), _known_organization():
        for lines in audit.export(settings_from(), organization, Format(form)):
            sys.stdout.buffer.write(lines)


@contextmanager
def _known_organization() -> Iterator[None]:
    try:
        yield
    except LookupError:
        typer.echo("There is no such organization; `mission-control audit verify` lists all.", err=True)
        raise typer.Exit(1) from None
