"""Sign-in by Clerk: its session tokens, and its own record of a person."""

from collections.abc import Mapping
from urllib.parse import quote

from mission_control.kernel.db.session import Database
from mission_control.kernel.http.fetching import FetchFailed
from mission_control.kernel.logging import get_logger
from mission_control.kernel.security.bearer_tokens import TokenRules, TokenVerifier
from mission_control.kernel.security.jwks import KeyServer, fetch_json
from mission_control.kernel.security.principals import KnownPerson
from mission_control.kernel.settings import Settings
from mission_control.sign_in.provider import Placed, ProviderSignIn
from mission_control.sign_in.rules import person_of_clerk, with_profile

logger = get_logger(__name__)


def clerk_keys_at(settings: Settings) -> tuple[str, Mapping[str, str]]:
    """The address of Clerk's keys, and what is sent along; nothing is sent to an address of the operator's own."""
    if settings.clerk_jwks_url:
        return settings.clerk_jwks_url, {}
    return f"{settings.clerk_api_url}/jwks", {"Authorization": f"Bearer {settings.clerk_secret_key}"}


def clerk_sign_in(settings: Settings, database: Database) -> ProviderSignIn:
    api = settings.clerk_api_url
    headers = {"Authorization": f"Bearer {settings.clerk_secret_key}"}

    def complete(person: KnownPerson) -> KnownPerson:
        if person.email and person.name:
            return person
        try:
            return with_profile(person, fetch_json(f"{api}/users/{quote(person.external_id, safe='')}", headers))
        except FetchFailed as failure:
            logger.warning("sign_in.profile_not_read", reason=str(failure))
            return person

    rules = TokenRules(
        issuer=settings.clerk_issuer,
        audiences=settings.list_of("clerk_audience"),
        parties=settings.list_of("clerk_authorized_parties"),
        leeway=settings.clerk_leeway,
    )
    keys = KeyServer(lambda: clerk_keys_at(settings), refetch_seconds=settings.sign_in_keys_refetch_seconds)
    verifier = TokenVerifier(keys, lambda: rules)
    placed = Placed(settings.sign_in_profile_again_seconds)
    return ProviderSignIn(verifier, person_of_clerk, database, complete=complete, asks_again=True, placed=placed)
