"""The way of a browser through the sign-in of an OpenID provider: authorization code with PKCE.

What has to be remembered meanwhile is in a cookie that only we can read, so it belongs to one browser, for ten minutes.
"""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from mission_control.kernel.db.session import Database
from mission_control.kernel.http.errors import ApiError
from mission_control.kernel.http.fetching import FetchFailed
from mission_control.kernel.logging import get_logger
from mission_control.kernel.security.bearer_tokens import TokenVerifier
from mission_control.kernel.security.jwks import fetch_json, post_form
from mission_control.kernel.security.principals import KnownPerson
from mission_control.kernel.security.secrets import SecretBox, SecretUnreadable, same_secret
from mission_control.kernel.settings import Settings
from mission_control.sign_in.devices import device_of
from mission_control.sign_in.discovery import Discovery, Provider
from mission_control.sign_in.failures import FailedSignIns
from mission_control.sign_in.oidc import ClaimReader
from mission_control.sign_in.placing import after_a_twin, place
from mission_control.sign_in.sessions import begin

CALLBACK = "/api/v1/auth/oidc/callback"
ON_THE_WAY_SECONDS = 600
MAX_TARGET = 2_000
NOT_REFUSED = frozenset({"code_refused", "denied", "key_server_unreachable", "provider_unreachable", "sign_in_lost"})

logger = get_logger(__name__)


class SignInFailed(Exception):
    """`code` is what the sign-in page is told."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Begun:
    location: str
    cookie: str


@dataclass(frozen=True, slots=True)
class Arrived:
    target: str
    session: str


class BrowserSignIn:
    def __init__(
        self,
        settings: Settings,
        database: Database,
        secrets_box: SecretBox,
        discovery: Discovery,
        tokens: TokenVerifier,
        failures: FailedSignIns,
    ) -> None:
        self._settings = settings
        self._database = database
        self._secrets = secrets_box
        self._discovery = discovery
        self._tokens = tokens
        self._failures = failures
        self._read = ClaimReader(settings)

    @property
    def lifetime(self) -> timedelta:
        return timedelta(hours=self._settings.sign_in_session_hours)

    @property
    def _callback(self) -> str:
        return f"{self._settings.public_url}{CALLBACK}"

    def begin(self, target: str) -> Begun:
        """Where the browser goes, and what it keeps. Raises SignInFailed."""
        provider = self._provider()
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self._settings.oidc_client_id,
            "redirect_uri": self._callback,
            "scope": self._settings.oidc_scopes,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        joint = "&" if "?" in provider.authorization_endpoint else "?"
        kept = {"state": state, "nonce": nonce, "verifier": verifier, "target": safe_target(target), "at": time.time()}
        cookie = self._secrets.encrypt(json.dumps(kept))
        return Begun(f"{provider.authorization_endpoint}{joint}{urlencode(asked)}", cookie)

    def arrive(self, cookie: str, answer: dict[str, str], user_agent: str = "") -> Arrived:
        """The session of whom the provider has sent back. Raises SignInFailed."""
        kept = self._kept(cookie)
        provider = self._provider()
        if not same_secret(answer.get("state", ""), kept["state"]):
            raise SignInFailed("state_mismatch")
        named = answer.get("iss")
        if named != provider.issuer and (named is not None or provider.names_itself):
            raise SignInFailed("issuer_mismatch")
        if "error" in answer:
            raise SignInFailed("denied" if answer["error"] == "access_denied" else "provider_refused")
        person = self._person(provider, answer.get("code", ""), kept)

        def write() -> str:
            with self._database.write() as uow:
                user = place(uow, person, self._settings.oidc_organization)
                return begin(uow, user, self.lifetime, device_of(user_agent))

        return Arrived(kept["target"], after_a_twin(write))

    def note_failure(self, code: str, address: str, request_id: str | None) -> None:
        """Have it told, unless nobody was refused: a provider that is away, a form that was left."""
        if code not in NOT_REFUSED:
            self._failures.note(address, request_id, code)

    def sign_out_url(self) -> str | None:
        """Where the provider's own session is ended, when it offers that."""
        try:
            provider = self._discovery.provider()
        except FetchFailed:
            return None
        if provider.end_session_endpoint is None:
            return None
        back = {
            "client_id": self._settings.oidc_client_id,
            "post_logout_redirect_uri": f"{self._settings.public_url}/sign-in",
        }
        return f"{provider.end_session_endpoint}{'&' if '?' in provider.end_session_endpoint else '?'}{urlencode(back)}"

    def _provider(self) -> Provider:
        try:
            return self._discovery.provider()
        except FetchFailed as failure:
            logger.warning("sign_in.provider_unreachable", reason=str(failure))
            raise SignInFailed("provider_unreachable") from None

    def _kept(self, cookie: str) -> dict[str, Any]:
        try:
            kept: dict[str, Any] = json.loads(self._secrets.decrypt(cookie))
        except (SecretUnreadable, ValueError):
            raise SignInFailed("sign_in_lost") from None
        if time.time() - kept["at"] > ON_THE_WAY_SECONDS:
            raise SignInFailed("sign_in_lost")
        return kept

    def _person(self, provider: Provider, code: str, kept: dict[str, Any]) -> KnownPerson:
        try:
            granted = post_form(provider.token_endpoint, self._exchange(code, kept), self._client_headers())
            token = granted.get("id_token") if isinstance(granted, dict) else None
            claims = self._tokens.claims(token if isinstance(token, str) else "")
            if not same_secret(str(claims.get("nonce", "")), kept["nonce"]):
                raise SignInFailed("nonce_mismatch")
            return self._read(claims, self._more(provider, claims, granted.get("access_token")))
        except FetchFailed as failure:
            logger.warning("sign_in.code_not_exchanged", reason=str(failure))
            raise SignInFailed("code_refused") from None
        except ApiError as refused:
            raise SignInFailed(refused.code) from None

    def _exchange(self, code: str, kept: dict[str, Any]) -> dict[str, str]:
        return {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._callback,
            "code_verifier": kept["verifier"],
            "client_id": self._settings.oidc_client_id,
        }

    def _client_headers(self) -> dict[str, str]:
        secret = self._settings.oidc_client_secret
        if not secret:
            return {}
        pair = f"{quote(self._settings.oidc_client_id, safe='')}:{quote(secret, safe='')}"
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}

    def _more(self, provider: Provider, claims: dict[str, Any], access_token: Any) -> dict[str, Any]:
        """What the provider says beside the token; it must speak of the same person."""
        if provider.userinfo_endpoint is None or not isinstance(access_token, str):
            return {}
        try:
            more = fetch_json(provider.userinfo_endpoint, {"Authorization": f"Bearer {access_token}"})
        except FetchFailed as failure:
            logger.warning("sign_in.userinfo_not_read", reason=str(failure))
            return {}
        if not isinstance(more, dict) or more.get("sub") != claims["sub"]:
            return {}
        return more


def safe_target(target: str) -> str:
    """A path of our own pages; the first page for anything else."""
    plain = target.isascii() and target.isprintable() and len(target) <= MAX_TARGET
    return target if plain and target.startswith("/") and not target.startswith(("//", "/\\")) else "/"
