"""What an OpenID provider says of itself: read when it is needed, kept while it is away."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from mission_control.kernel.http.fetching import FetchFailed
from mission_control.kernel.security.jwks import fetch_json

GOOD_SECONDS = 3600.0
RETRY_SECONDS = 5.0
MAX_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Provider:
    issuer: str
    jwks_uri: str
    authorization_endpoint: str
    token_endpoint: str
    userinfo_endpoint: str | None
    end_session_endpoint: str | None
    names_itself: bool
    """Whether it says in its answers which provider they are of (RFC 9207)."""


class Discovery:
    def __init__(self, issuer: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._issuer = issuer
        self._clock = clock
        self._lock = threading.Lock()
        self._known: Provider | None = None
        self._read_at = self._failed_at = float("-inf")

    def provider(self) -> Provider:
        """Raises FetchFailed when the provider has never answered, or answers nonsense."""
        with self._lock:
            now = self._clock()
            just_failed = now - self._failed_at < RETRY_SECONDS
            if self._known is not None and (just_failed or now - self._read_at < GOOD_SECONDS):
                return self._known
            if just_failed:
                raise FetchFailed("it did not answer a moment ago")
            try:
                document = fetch_json(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
                self._known, self._read_at = provider_of(document, self._issuer), self._clock()
            except FetchFailed:
                self._failed_at = self._clock()
                if self._known is None:
                    raise
            return self._known


def provider_of(document: Any, issuer: str) -> Provider:
    """Raises FetchFailed for a provider that calls itself something else, or leaves out what is needed."""
    named = document.get("issuer") if isinstance(document, dict) else None
    if not isinstance(document, dict) or named != issuer:
        shown = f"calls itself {named[:MAX_SHOWN]!r}" if isinstance(named, str) else "does not say what it is called"
        raise FetchFailed(f"it {shown}, and OIDC_ISSUER must be that, letter by letter")
    return Provider(
        issuer=issuer,
        jwks_uri=_required(document, "jwks_uri", issuer),
        authorization_endpoint=_required(document, "authorization_endpoint", issuer),
        token_endpoint=_required(document, "token_endpoint", issuer),
        userinfo_endpoint=_address(document.get("userinfo_endpoint"), issuer),
        end_session_endpoint=_address(document.get("end_session_endpoint"), issuer),
        names_itself=document.get("authorization_response_iss_parameter_supported") is True,
    )


def _required(document: dict[str, Any], name: str, issuer: str) -> str:
    found = _address(document.get(name), issuer)
    if found is None:
        raise FetchFailed(f"it says no usable {name}")
    return found


def _address(value: Any, issuer: str) -> str | None:
    """An address as safe as the issuer's own."""
    if not isinstance(value, str):
        return None
    schemes = {"https"} if urlsplit(issuer).scheme == "https" else {"http", "https"}
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    return value if parts.scheme in schemes and parts.hostname else None
