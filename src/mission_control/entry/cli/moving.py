"""`mission-control import-reference`, `export` and `import`: what comes from elsewhere, and what goes there."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from mission_control.entry.cli.telling import said_in_a_sentence, settings_from

DRY_RUN = typer.Option("--dry-run", help="Only report what would come; write nothing.")
PASSPHRASE = typer.Option(
    "--passphrase-file", help="A file whose first line locks the secrets in the archive.", exists=True, dir_okay=False
)


def import_reference(
    database_url: Annotated[
        str,
        typer.Argument(
            envvar="REFERENCE_DATABASE_URL",
            help="Its PostgreSQL, as postgresql://user:password@host:5432/name; better in REFERENCE_DATABASE_URL, "
            "as others on this machine can read arguments.",
        ),
    ],
    dry_run: Annotated[bool, DRY_RUN] = False,
) -> None:
    """Bring an installation of the reference over: all that is not here; safe to repeat. See docs/importing.md."""
    settings = settings_from()
    from mission_control.entry.reference import service

    with said_in_a_sentence():
        report = service.import_reference(settings, database_url, _say, dry_run=dry_run)
    for line in report.lines():
        typer.echo(line)


def export_organization(
    organization: Annotated[UUID, typer.Argument(help="Its id; `mission-control audit verify` lists all.")],
    file: Annotated[Path, typer.Argument(help="The name of a new file.")],
    passphrase_file: Annotated[Path | None, PASSPHRASE] = None,
) -> None:
    """Write an organization into a file that `import` reads elsewhere; servers may be running."""
    settings = settings_from()
    passphrase = _passphrase(passphrase_file)
    from mission_control.entry import moving

    with said_in_a_sentence():
        exported = moving.export_organization(settings, organization, file, passphrase)
    for table, rows in exported.manifest.rows.items():
        typer.echo(f"{table:36}{rows:>10}")
    typer.echo(f"\n{exported.manifest.organization} is in {file}.")
    for place, count in exported.left_out.items():
        typer.echo(f"Not in it, to be given anew where it arrives: {count} × {place}.")
    if exported.manifest.lock is None:
        typer.echo(
            "Without a passphrase tokens of agents and API keys are good only where SECRET_KEY is the same; "
            "elsewhere agents need new ones."
        )


def import_organization(
    file: Annotated[Path, typer.Argument(help="A file that `export` has written.", exists=True, dir_okay=False)],
    passphrase_file: Annotated[Path | None, PASSPHRASE] = None,
    dry_run: Annotated[bool, DRY_RUN] = False,
) -> None:
    """Bring an organization in that `export` has written: all of it that is not here; safe to repeat."""
    settings = settings_from()
    passphrase = _passphrase(passphrase_file)
    from mission_control.entry import moving

    with said_in_a_sentence():
        report = moving.import_organization(settings, file, passphrase, _say, dry_run=dry_run)
    for line in report.lines():
        typer.echo(line)


def _say(step: str) -> None:
    typer.echo(f"… {step}", err=True)


def _passphrase(file: Path | None) -> str | None:
    if file is None:
        return None
    lines = file.read_text().splitlines()
    if not lines or not lines[0].strip():
        raise typer.BadParameter("its first line is empty", param_hint="--passphrase-file")
    return lines[0]
