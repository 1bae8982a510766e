"""Documentation pages made from the program, so that they cannot disagree with it."""

from mission_control.kernel.settings import Settings

HEAD = """# Configuration

Every setting is an environment variable, or a line of `.env` in the working directory. This page is made from the
program by `make generate`.

| Variable | Default | Meaning |
| --- | --- | --- |
"""

TAIL = """
## Limits with several processes

With `RATE_LIMIT_BACKEND=memory` each process counts for itself, so three processes let through three times the limit.
Where that matters, set `RATE_LIMIT_BACKEND=redis`, or limit at the reverse proxy (`limit_req` of nginx, for example).
"""


def configuration() -> str:
    """The table of all settings."""
    rows = [
        f"| `{name.upper()}` | {_default(field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return HEAD + "\n".join(rows) + "\n" + TAIL


def _default(value: object) -> str:
    return f"`{value}`" if value not in ("", None) else "–"
