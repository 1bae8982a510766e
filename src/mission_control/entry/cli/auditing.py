"""The commands over the audit log; `audit` does it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import click

from mission_control.entry.cli.telling import said_in_a_sentence, settings_from


@click.group("audit")
def audit_commands() -> None:
    """The record of every change."""


@audit_commands.command()
@click.option("--organization", type=click.UUID, help="Only this one, by its id.")
def verify(organization: UUID | None) -> None:
    """Check that the audit log is what was written. Prints the last hash of each organization.

    Ends with 1 when a log was changed. Keep the hashes elsewhere: then even the owner of the database cannot rewrite
    what comes before them unseen.
    """
    from mission_control.entry.cli import audit

    intact = True
    with said_in_a_sentence(), _known_organization():
        for result in audit.verify(settings_from(), organization):
            intact = intact and result.intact
            click.echo(f"{result.organization_id}  {result.name}: {result.words}", err=not result.intact)
            if result.last_hash:
                click.echo(f"{result.organization_id}  last hash {result.last_hash}")
    if not intact:
        raise click.exceptions.Exit(1)


@audit_commands.command("export")
@click.argument("organization", type=click.UUID, help="Its id.")
@click.option("--format", "form", default="jsonl", help="`jsonl` or `csv`.", show_default=True)
def export_audit(organization: UUID, form: str) -> None:
    """Write an organization's audit log to standard output. The oldest comes first."""
    from mission_control.audit.api import Format
    from mission_control.entry.cli import audit

    if form not in set(Format):
        raise click.BadParameter("write jsonl or csv", param_hint="--format")
    with said_in_a_sentence(), _known_organization():
        for lines in audit.export(settings_from(), organization, Format(form)):
            sys.stdout.buffer.write(lines)


@contextmanager
def _known_organization() -> Iterator[None]:
    try:
        yield
    except LookupError:
        click.echo("There is no such organization; `mission-control audit verify` lists all.", err=True)
        raise click.exceptions.Exit(1) from None
