"""What an installation is run with: its settings and its keys, at hand wherever there is a session."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from mission_control.kernel.security.secrets import SecretBox
from mission_control.kernel.settings import Settings

SESSION_KEY = "environment"


@dataclass(frozen=True, slots=True)
class Environment:
    settings: Settings
    secrets: SecretBox


def environment_of(db: Session) -> Environment:
    """The environment of the database that a session belongs to."""
    environment = db.info[SESSION_KEY]
    if not isinstance(environment, Environment):
        raise TypeError("this database was opened without an environment")
    return environment
