"""Variables that mean something to the reference and nothing here: who moves over hears of each."""

from collections.abc import Iterator

from pydantic_settings import BaseSettings

from mission_control.entry.cli.doctor.finding import Finding, warning
from mission_control.kernel.settings import Settings

WITHOUT_MEANING = {
    "CLERK_VERIFY_IAT": "a token must always say when it was made, and not be of the future (CLERK_LEEWAY)",
    "RQ_QUEUE_NAME": "jobs are in the database, whose name is in DATABASE_URL",
    "RQ_DISPATCH_THROTTLE_SECONDS": "jobs wait for nothing but their turn; what comes in is limited where it comes in",
}


class _Given(BaseSettings):
    """From where the settings come."""

    model_config = Settings.model_config

    clerk_verify_iat: str = ""
    rq_queue_name: str = ""
    rq_dispatch_throttle_seconds: str = ""


def variables() -> Iterator[Finding]:
    """A warning for each that is set and does nothing."""
    given = _Given()
    for name, instead in WITHOUT_MEANING.items():
        if getattr(given, name.lower()).strip():
            detail = f"{name} is a variable of the reference and changes nothing here: {instead}."
            yield warning("variables", detail, f"Remove {name}; docs/importing.md has a table of all of them.")
