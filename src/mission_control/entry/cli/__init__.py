"""The command line: `mission-control COMMAND`."""

from mission_control.entry.cli.commands import main

__all__ = ["main"]
