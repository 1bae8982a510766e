"""A small fleet at work, for newcomers: a server with data of its own, and scripted agents over the public API."""

from mission_control.entry.demo.staging import DemoFailed, run

__all__ = ["DemoFailed", "run"]
