"""The commands by which one sees to an installation; `jobs` and `admins` do it."""

from collections.abc import Sequence

import click

from mission_control.entry.cli.telling import said_in_a_sentence, settings_from

EMAIL = click.argument("email", help="As their account of the sign-in has it.")


@click.group("jobs")
def job_commands() -> None:
    """Background jobs that gave up."""


@job_commands.command("list")
def list_jobs() -> None:
    """List the jobs that gave up, newest first."""
    from mission_control.entry.cli import jobs

    with said_in_a_sentence():
        failed = jobs.failed(settings_from())
    for job in failed:
        click.echo(f"{job.id}  {job.failed_at:%Y-%m-%d %H:%M:%SZ}  {job.name}  {job.last_error or ''}")
    click.echo(f"{len(failed)} job(s) gave up.", err=True)


@job_commands.command()
@click.argument("ids", type=int, nargs=-1, help="Ids as `list` shows them.")
@click.option("--all", "every", is_flag=True, help="All that gave up.")
def retry(ids: Sequence[int], every: bool) -> None:
    """Queue jobs again, with all their attempts."""
    if bool(ids) == every:
        raise click.BadParameter("name the ids, or say --all")
    from mission_control.entry.cli import jobs

    with said_in_a_sentence():
        _report_jobs("queued again", ids, jobs.retry(settings_from(), ids))


@job_commands.command()
@click.argument("ids", type=int, nargs=-1, required=True, help="Ids as `list` shows them.")
def discard(ids: Sequence[int]) -> None:
    """Drop jobs for good."""
    from mission_control.entry.cli import jobs

    with said_in_a_sentence():
        _report_jobs("dropped", ids, jobs.discard(settings_from(), ids))


def _report_jobs(what: str, asked: Sequence[int], done: Sequence[int]) -> None:
    click.echo(f"{len(done)} job(s) {what}.")
    if missing := sorted(set(asked) - set(done)):
        click.echo(f"Not among the jobs that gave up: {', '.join(map(str, missing))}", err=True)
        raise click.exceptions.Exit(1)


@click.group("admins")
def admin_commands() -> None:
    """Who sees to this installation, its jobs for example."""


@admin_commands.command("list")
def list_admins() -> None:
    """List them; with AUTH_MODE=local whoever has signed in is one."""
    from mission_control.entry.cli import admins

    with said_in_a_sentence():
        found = admins.named(settings_from())
    for line in found:
        click.echo(line)
    click.echo(f"{len(found)} named.", err=True)


@admin_commands.command("add")
@EMAIL
def add_admin(email: str) -> None:
    """Let somebody who has signed in before see to this installation."""
    _name_admin(email, runs_installation=True)


@admin_commands.command("remove")
@EMAIL
def remove_admin(email: str) -> None:
    """Let somebody see to this installation no more."""
    _name_admin(email, runs_installation=False)


def _name_admin(email: str, *, runs_installation: bool) -> None:
    from mission_control.entry.cli import admins

    with said_in_a_sentence():
        found = admins.name(settings_from(), email, runs_installation=runs_installation)
    if not found:
        click.echo(f"Nobody has signed in with {email} yet.", err=True)
        raise click.exceptions.Exit(1)
    click.echo(f"{email} sees to this installation{'' if runs_installation else ' no more'}.")
