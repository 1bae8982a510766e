"""Who acts by an API key."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_, update

from mission_control.api_keys.models import ApiKey
from mission_control.api_keys.queries import BY_ID
from mission_control.api_keys.rules import UsedKey, author_of, narrowed, needs_grants
from mission_control.api_keys.service import PREFIX
from mission_control.boards import api as boards
from mission_control.identity.api import is_service
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.http.credentials import SettleFirst
from mission_control.kernel.http.errors import Forbidden, Unauthorized
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.kernel.security.tokens import public_part
from mission_control.organizations.api import principal_at

USE_NOTED_EVERY = timedelta(minutes=1)
HEX_DIGITS = 32


class ApiKeyExpired(Unauthorized):
    code = "api_key_expired"


@dataclass(frozen=True, slots=True)
class KeySignIn:
    """One statement for a key, and one more where its owner's rights are said board by board."""

    database: Database

    @staticmethod
    def is_meant(bearer: str) -> bool:
        return bearer.startswith(f"{PREFIX}_")

    def __call__(self, uow: UnitOfWork, token: str, organization: str | None, *, repeated: bool) -> UserPrincipal:
        """Raises Unauthorized, ApiKeyExpired, and Forbidden for an organization other than the key's."""
        public = public_part(PREFIX, token)
        if public is None or len(public) != HEX_DIGITS or set(public) - set("0123456789abcdef"):
            raise Unauthorized
        row = uow.db.execute(BY_ID, {"key_id": UUID(public)}).one_or_none()
        if row is None or not environment_of(uow.db).secrets.fits(token, row.ApiKey.digest):
            raise Unauthorized
        key: ApiKey = row.ApiKey
        if key.expires_at is not None and key.expires_at <= uow.now:
            raise ApiKeyExpired("this API key has expired; make a new one")
        if organization is not None and organization.lower() != str(key.organization_id):
            raise Forbidden("this API key belongs to another organization")
        owner = principal_at(row)
        grants = boards.grants_of(uow.db, owner.member_id) if needs_grants(owner) else {}
        owner.grants.update(grants)
        author = author_of(owner.name, key.name, is_service=is_service(row.external_id))
        acting = narrowed(owner, UsedKey(key.id, author), key.scopes, key.board_ids)
        if not repeated:
            self._note_use(uow, key)
        return acting

    def _note_use(self, uow: UnitOfWork, key: ApiKey) -> None:
        """Once a minute at most, so that a busy key costs nothing."""
        since = uow.now - USE_NOTED_EVERY
        if key.last_used_at is not None and key.last_used_at > since:
            return

        def write() -> None:
            with self.database.write() as writing:
                due = or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at <= since)
                writing.db.execute(update(ApiKey).where(ApiKey.id == key.id, due).values(last_used_at=uow.now))

        if uow.writes:
            raise SettleFirst(write)
        # Ended first: a reader must not hold what the writer waits for.
        uow.db.rollback()
        write()
