"""The commands by which an operator stops and mends the fleet; `fleet` does it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from mission_control.entry.cli.telling import said_in_a_sentence, settings_from
from mission_control.kernel.pausing import Scope

gateway_commands = typer.Typer(no_args_is_help=True, help="Gateways, and the agents that are set up on them.")

WHAT = typer.Argument(help="What kind of thing it is.", show_default=False)
NAMED = typer.Argument(help="Its id, or its name where no other has it.", show_default=False)


def pause(
    what: Annotated[Scope, WHAT],
    named: Annotated[str, NAMED],
    reason: Annotated[str | None, typer.Option(help="Shown wherever something waits for it.")] = None,
) -> None:
    """Stop an agent, a board, a gateway or an organization until it is resumed; see docs/pausing.md."""
    from mission_control.entry.cli import fleet

    with _told():
        typer.echo(f"{fleet.set_paused(settings_from(), what, named, paused=True, reason=reason)} is paused.")


def resume(what: Annotated[Scope, WHAT], named: Annotated[str, NAMED]) -> None:
    """Let it go on; what it belongs to may be paused still."""
    from mission_control.entry.cli import fleet

    with _told():
        typer.echo(f"{fleet.set_paused(settings_from(), what, named, paused=False)} is resumed.")


@gateway_commands.command("list")
def list_gateways() -> None:
    """List them with their ids, how each is, and what to do about it."""
    from mission_control.entry.cli import fleet

    with said_in_a_sentence():
        for line in fleet.gateway_lines(settings_from()) or ["There are no gateways."]:
            typer.echo(line)


@gateway_commands.command("sync")
def sync_templates(
    named: Annotated[str, NAMED],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace what was edited there, too.")] = False,
    rotate_tokens: Annotated[bool, typer.Option("--rotate-tokens", help="Give each agent a new token.")] = False,
    reset_sessions: Annotated[bool, typer.Option("--reset-sessions", help="Begin their sessions anew.")] = False,
    lead_only: Annotated[bool, typer.Option("--lead-only", help="Only the leads of boards.")] = False,
    without_main: Annotated[bool, typer.Option("--without-main", help="Leave the main agent as it is.")] = False,
) -> None:
    """Bring the files and settings of a gateway's agents up to date, and follow it; a server has to run.

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
            typer.echo(f"{progress.done} of {progress.total} up to date")
            late = list(progress.late)
    for name, reason in late:
        typer.echo(f"{name}: {reason}", err=True)
    if late:
        raise typer.Exit(1)


@contextmanager
def _told() -> Iterator[None]:
    from mission_control.entry.cli.fleet import NotFoundByName

    try:
        with said_in_a_sentence():
            yield
    except NotFoundByName as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
