"""The commands by which an operator stops and mends the fleet; `fleet` does it."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from mission_control.entry.cli.telling import said_in_a_sentence, settings_from
from mission_control.kernel.pausing import Scope

# By their values: of an enumeration, Click would take the names.
WHAT = click.argument("what", type=click.Choice([scope.value for scope in Scope]), help="What kind of thing it is.")
NAMED = click.argument("named", help="Its id, or its name where no other has it.")


@click.command()
@WHAT
@NAMED
@click.option("--reason", help="Shown wherever something waits for it.")
def pause(what: str, named: str, reason: str | None) -> None:
    """Stop an agent, a board, a gateway or an organization. It rests until it is resumed; see docs/pausing.md."""
    from mission_control.entry.cli import fleet

    with _told():
        click.echo(f"{fleet.set_paused(settings_from(), Scope(what), named, paused=True, reason=reason)} is paused.")


@click.command()
@WHAT
@NAMED
def resume(what: str, named: str) -> None:
    """Let it go on; what it belongs to may be paused still."""
    from mission_control.entry.cli import fleet

    with _told():
        click.echo(f"{fleet.set_paused(settings_from(), Scope(what), named, paused=False)} is resumed.")


@click.group("gateways")
def gateway_commands() -> None:
    """Gateways, and the agents that are set up on them."""


@gateway_commands.command("list")
def list_gateways() -> None:
    """List them with their ids, how each is, and what to do about it."""
    from mission_control.entry.cli import fleet

    with said_in_a_sentence():
        for line in fleet.gateway_lines(settings_from()) or ["There are no gateways."]:
            click.echo(line)


@gateway_commands.command("sync")
@NAMED
@click.option("--overwrite", is_flag=True, help="Replace what was edited there, too.")
@click.option("--rotate-tokens", is_flag=True, help="Give each agent a new token.")
@click.option("--reset-sessions", is_flag=True, help="Begin their sessions anew.")
@click.option("--lead-only", is_flag=True, help="Only the leads of boards.")
@click.option("--without-main", is_flag=True, help="Leave the main agent as it is.")
def sync_templates(
    named: str, overwrite: bool, rotate_tokens: bool, reset_sessions: bool, lead_only: bool, without_main: bool
) -> None:
    """Bring the files and settings of a gateway's agents up to date. Follows it to its end; a server has to run.

    Ends with 1 when some are not done; those go on by themselves as soon as they can.
    """
    from mission_control.entry.cli import fleet

    late = []
    with _told():
        for progress in fleet.sync(
            settings_from(),
            named,
            overwrite=overwrite,
            rotate_tokens=rotate_tokens,
            reset_sessions=reset_sessions,
            lead_only=lead_only,
            include_main=not without_main,
        ):
            click.echo(f"{progress.done} of {progress.total} up to date")
            late = list(progress.late)
    for name, reason in late:
        click.echo(f"{name}: {reason}", err=True)
    if late:
        raise click.exceptions.Exit(1)


@contextmanager
def _told() -> Iterator[None]:
    from mission_control.entry.cli.fleet import NotFoundByName

    try:
        with said_in_a_sentence():
            yield
    except NotFoundByName as error:
        click.echo(str(error), err=True)
        raise click.exceptions.Exit(1) from None
