"""Sign-in by any OpenID provider: bearer tokens for programs."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mission_control.kernel.db.session import Database
from mission_control.kernel.http.errors import Forbidden
from mission_control.kernel.security.bearer_tokens import TokenRules, TokenVerifier
from mission_control.kernel.security.jwks import KeyServer
from mission_control.kernel.security.principals import KnownPerson, Role
from mission_control.kernel.settings import Settings
from mission_control.sign_in.discovery import Discovery
from mission_control.sign_in.provider import ProviderSignIn
from mission_control.sign_in.rules import person_of_oidc, roles_of


def oidc_keys(settings: Settings, discovery: Discovery) -> KeyServer:
    def locate() -> tuple[str, Mapping[str, str]]:
        return discovery.provider().jwks_uri, {}

    return KeyServer(locate, refetch_seconds=settings.sign_in_keys_refetch_seconds)


def oidc_sign_in(settings: Settings, database: Database, keys: KeyServer) -> ProviderSignIn:
    audiences = settings.list_of("oidc_audience") or [settings.oidc_client_id]
    rules = TokenRules(
        issuer=settings.oidc_issuer,
        audiences=audiences,
        leeway=settings.oidc_leeway,
        access_only=not settings.oidc_accept_id_tokens,
    )
    verifier = TokenVerifier(keys, lambda: rules)
    return ProviderSignIn(verifier, ClaimReader(settings), database, settings.oidc_organization)


def id_tokens(settings: Settings, keys: KeyServer) -> TokenVerifier:
    """For the tokens that a browser's sign-in brings: made for us, whoever else the provider serves."""
    client = [settings.oidc_client_id]
    rules = TokenRules(issuer=settings.oidc_issuer, audiences=client, parties=client, leeway=settings.oidc_leeway)
    return TokenVerifier(keys, lambda: rules)


class ClaimReader:
    """A person of claims, as the settings say how to read them."""

    def __init__(self, settings: Settings) -> None:
        self._trust = settings.oidc_trust_email
        self._claim = settings.oidc_role_claim
        self._roles = roles_of(settings.oidc_role_map)
        self._without_role = settings.oidc_admit_without_role

    def __call__(self, claims: Mapping[str, Any], more: Mapping[str, Any] | None = None) -> KnownPerson:
        """Raises NotAdmitted for whom the claim gives no role, unless such people may come."""
        person = person_of_oidc(claims, trust_email=self._trust, role_claim=self._claim, roles=self._roles, more=more)
        if not self._claim:
            # Everybody of the provider comes as a member, and is what they were made here.
            return replace(person, role=Role.MEMBER, keeps_role=True)
        if person.role is None and not self._without_role:
            raise NotAdmitted("the identity provider gives you no role here; ask whoever keeps it")
        return person


class NotAdmitted(Forbidden):
    code = "not_admitted"
