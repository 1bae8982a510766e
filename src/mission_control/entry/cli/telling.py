"""What each command begins with, its settings, and what an operator is told when something is wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from mission_control.kernel.settings import Settings, SettingsError, load_settings

BAD_CONFIGURATION = 2


def settings_from(**overrides: Any) -> Settings:
    try:
        return load_settings(**{name: value for name, value in overrides.items() if value is not None})
    except SettingsError as error:
        click.echo(f"The configuration cannot be used:\n{error}", err=True)
        raise click.exceptions.Exit(BAD_CONFIGURATION) from None


@contextmanager
def said_in_a_sentence() -> Iterator[None]:
    """What an operator can mend is told without a traceback."""
    from mission_control.entry.backup.archive import BackupFailed
    from mission_control.entry.startup import CannotStart
    from mission_control.moving.report import MoveFailed

    try:
        yield
    except (CannotStart, BackupFailed, MoveFailed, SettingsError) as error:
        click.echo(str(error), err=True)
        raise click.exceptions.Exit(1) from None
