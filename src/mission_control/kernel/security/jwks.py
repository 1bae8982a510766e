"""The public keys of an identity provider: fetched when they are needed, kept while the provider is away.

One thread fetches at a time. Others go on with the keys that are known; only who names a key that nobody knows waits.
"""

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mission_control.kernel.http.errors import Unavailable
from mission_control.kernel.http.fetching import FetchFailed, fetch
from mission_control.kernel.logging import get_logger

GOOD_SECONDS = 3600.0
KEPT_SECONDS = 86_400.0
"""How long keys are trusted that could not be read again."""
REFETCH_SECONDS = 10.0
"""The shortest time between two fetches, whatever strangers' tokens name."""
FETCH_SECONDS = 5.0
MAX_BYTES = 512 * 1024
MAX_KEYS = 100
MIN_RSA_BITS = 2048
ALGORITHMS = {"RSA": "RS256", "EC": "ES256"}
"""By the type of the key, so that no token chooses how it is verified."""

logger = get_logger(__name__)


class KeyServerUnreachable(Unavailable):
    code = "key_server_unreachable"


@dataclass(frozen=True, slots=True)
class VerificationKey:
    algorithm: str
    key: Any


def fetch_json(url: str, headers: Mapping[str, str] | None = None, *, seconds: float = FETCH_SECONDS) -> Any:
    """What a provider says at an address of the configuration: bounded in time and size, and never redirected."""
    return _answer("GET", url, headers or {}, None, seconds)


def post_form(url: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> Any:
    """What a provider answers to a form; bounded alike."""
    return _answer("POST", url, headers, fields, FETCH_SECONDS)


def _answer(method: str, url: str, headers: Mapping[str, str], form: Mapping[str, str] | None, seconds: float) -> Any:
    body = fetch(url, seconds=seconds, max_bytes=MAX_BYTES, method=method, headers=headers, form=form)
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise FetchFailed("its answer is not JSON") from None


class KeyServer:
    """`locate` answers the address and headers of the keys; it may ask the provider for it."""

    def __init__(
        self,
        locate: Callable[[], tuple[str, Mapping[str, str]]],
        *,
        refetch_seconds: float = REFETCH_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._locate = locate
        self._refetch = refetch_seconds
        self._clock = clock
        self._keys: dict[str, VerificationKey] = {}
        self._read_at = self._tried_at = float("-inf")
        self._fetching = threading.Lock()

    def key(self, name: str | None) -> VerificationKey | None:
        """The key of this name, or the only one when a token names none; None for an unknown one.

        Raises KeyServerUnreachable when no keys are known.
        """
        found = self._find(name)
        if found is None:
            with self._fetching:
                self._fetch_unless_just_tried(name)
        elif self._age > GOOD_SECONDS and self._fetching.acquire(blocking=False):
            try:
                self._fetch_unless_just_tried(None)
            finally:
                self._fetching.release()
        if self._age > KEPT_SECONDS:
            self._keys = {}
        if not self._keys:
            raise KeyServerUnreachable("the keys of the identity provider cannot be read; try again in a moment")
        return self._find(name)

    @property
    def _age(self) -> float:
        return self._clock() - self._read_at

    def _find(self, name: str | None) -> VerificationKey | None:
        if name is None:
            return next(iter(self._keys.values())) if len(self._keys) == 1 else None
        return self._keys.get(name)

    def _fetch_unless_just_tried(self, wanted: str | None) -> None:
        known = wanted is not None and wanted in self._keys
        if known or self._clock() - self._tried_at < self._refetch:
            return
        self._tried_at = self._clock()
        try:
            url, headers = self._locate()
            self._keys = keys_of(fetch_json(url, headers))
            self._read_at = self._clock()
        except FetchFailed as failure:
            logger.warning("sign_in.keys_not_read", reason=str(failure), known=len(self._keys))


def keys_of(document: Any) -> dict[str, VerificationKey]:
    """The keys of a set that can verify; raises FetchFailed for what is no set, or has none."""
    listed = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(listed, list):
        raise FetchFailed("its answer is no set of keys")
    usable = [found for it in listed[:MAX_KEYS] if isinstance(it, dict) and (found := _usable(it))]
    if not usable:
        raise FetchFailed("it has no key that can be used")
    return dict(usable)


def _usable(entry: dict[str, Any]) -> tuple[str, VerificationKey] | None:
    algorithm = ALGORITHMS.get(str(entry.get("kty")))
    if algorithm is None or entry.get("use", "sig") != "sig" or entry.get("alg", algorithm) != algorithm:
        return None
    if algorithm == "ES256" and entry.get("crv") != "P-256":
        return None
    import jwt

    try:
        key = jwt.PyJWK(entry, algorithm).key
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    if algorithm == "RS256" and key.key_size < MIN_RSA_BITS:
        return None
    return str(entry.get("kid", "")), VerificationKey(algorithm, key)
