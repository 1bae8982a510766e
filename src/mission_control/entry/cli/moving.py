"""`mission-control import-reference`, `export` and `import`: what comes from elsewhere, and what goes there."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from mission_control.entry.cli.telling import said_in_a_sentence, settings_from

DRY_RUN = click.option("--dry-run", is_flag=True, help="Only report what would come; write nothing.")
VERBOSE = click.option("--verbose", is_flag=True, help="Tell of each step; a terminal shows the present one anyway.")
PASSPHRASE_FILE = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file whose first line locks the secrets in the archive.",
)

CLEARED = "\r\x1b[K"
"""Begins the line of a terminal anew."""


@click.command("import-reference")
@click.argument(
    "database_url",
    envvar="REFERENCE_DATABASE_URL",
    help="Its PostgreSQL, as postgresql://user:password@host:5432/name; better in REFERENCE_DATABASE_URL, "
    "as others on this machine can read arguments.",
)
@DRY_RUN
@VERBOSE
def import_reference(database_url: str, dry_run: bool, verbose: bool) -> None:
    """Bring an installation of the reference over. All that is not here comes, once. See docs/importing.md."""
    settings = settings_from()
    from mission_control.entry.reference import service

    with said_in_a_sentence(), _steps(verbose=verbose) as say:
        report = service.import_reference(settings, database_url, say, dry_run=dry_run)
    for line in report.lines():
        click.echo(line)


@click.command("export")
@click.argument("organization", help="Its id, or its name where no other has it; told a wrong one it lists all.")
@click.argument("file", type=click.Path(path_type=Path), help="The name of a new file.")
@PASSPHRASE_FILE
def export_organization(organization: str, file: Path, passphrase_file: Path | None) -> None:
    """Write an organization into a file. `import` reads it elsewhere; servers may be running."""
    settings = settings_from()
    passphrase = _passphrase(passphrase_file)
    from mission_control.entry import moving

    with said_in_a_sentence():
        exported = moving.export_organization(settings, organization, file, passphrase)
    for table, rows in exported.manifest.rows.items():
        click.echo(f"{table:36}{rows:>10}")
    click.echo(f"\n{exported.manifest.organization} is in {file}.")
    for place, count in exported.left_out.items():
        click.echo(f"Not in it, to be given anew where it arrives: {count} × {place}.")
    if exported.manifest.lock is None:
        click.echo(
            "Without a passphrase tokens of agents and API keys are good only where SECRET_KEY is the same; "
            "elsewhere agents need new ones."
        )


@click.command("import")
@click.argument(
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file that `export` has written.",
)
@PASSPHRASE_FILE
@DRY_RUN
@VERBOSE
def import_organization(file: Path, passphrase_file: Path | None, dry_run: bool, verbose: bool) -> None:
    """Bring an organization in that `export` has written. All of it comes that is not here; safe to repeat."""
    settings = settings_from()
    passphrase = _passphrase(passphrase_file)
    from mission_control.entry import moving

    with said_in_a_sentence(), _steps(verbose=verbose) as say:
        report = moving.import_organization(settings, file, passphrase, say, dry_run=dry_run)
    for line in report.lines():
        click.echo(line)


@contextmanager
def _steps(*, verbose: bool) -> Iterator[Callable[[str], None]]:
    """What is told of each step: a line each, one line of a terminal for all of them, or nothing."""
    if verbose:
        yield lambda step: click.echo(f"… {step}", err=True)
    elif sys.stderr.isatty():
        try:
            yield lambda step: click.echo(f"{CLEARED}… {step}", err=True, nl=False)
        finally:
            click.echo(CLEARED, err=True, nl=False)
    else:
        yield lambda _step: None


def _passphrase(file: Path | None) -> str | None:
    if file is None:
        return None
    lines = file.read_text().splitlines()
    if not lines or not lines[0].strip():
        raise click.BadParameter("its first line is empty", param_hint="--passphrase-file")
    return lines[0]
