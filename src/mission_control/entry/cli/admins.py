"""`mission-control admins`: who sees to the installation, besides the person of local sign-in."""

from mission_control.entry.cli.opened import opened
from mission_control.identity import api as identity
from mission_control.kernel.settings import Settings


def named(settings: Settings) -> list[str]:
    """One line for each."""
    with opened(settings) as database, database.read() as uow:
        return [f"{user.email or 'no address'}  {user.display_name}" for user in identity.installation_admins(uow.db)]


def name(settings: Settings, email: str, *, runs_installation: bool) -> int:
    """How many people have signed in with this address."""
    with opened(settings) as database, database.write() as uow:
        return len(identity.name_installation_admin(uow, email, runs_installation=runs_installation))
