"""People."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from mission_control.kernel.db.base import Base, Identified, Timestamped
from mission_control.kernel.http.idempotency import sends_requests

SERVICE_PREFIX = "service:"
"""Begins the external ids of services; no sign-in mode answers such a name."""
LOCAL_USER = "local-auth-user"
"""The name of the one person of local mode."""


@sends_requests("user")
class User(Identified, Timestamped, Base):
    """A person; `external_id` is the name that the sign-in mode knows the person by."""

    __tablename__ = "users"

    external_id: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str | None]
    name: Mapped[str | None]
    preferred_name: Mapped[str | None]
    pronouns: Mapped[str | None]
    timezone: Mapped[str | None]
    notes: Mapped[str | None]
    context: Mapped[str | None]
    is_super_admin: Mapped[bool] = mapped_column(default=False)
    active_organization_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organizations.id", ondelete="SET NULL"), index=True
    )

    @property
    def is_service(self) -> bool:
        """Whether it is a program with a place of its own, known by an API key alone."""
        return is_service(self.external_id)

    @property
    def display_name(self) -> str:
        return shown_name(self.preferred_name, self.name, self.email)


def is_service(external_id: str) -> bool:
    return external_id.startswith(SERVICE_PREFIX)


def runs_installation(external_id: str, *, is_super_admin: bool) -> bool:
    """Who has the one token of local mode has the machine as well."""
    return is_super_admin or external_id == LOCAL_USER


def shown_name(preferred_name: str | None, name: str | None, email: str | None) -> str:
    """Never the address: it stands by what the person does, and an organization may keep addresses from members."""
    return preferred_name or name or (email or "").partition("@")[0] or "Someone"
