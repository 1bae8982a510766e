"""Signed tokens of an identity provider: verified against its keys, each only once while it lasts."""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from mission_control.kernel.http.errors import Unauthorized
from mission_control.kernel.security.jwks import ALGORITHMS, KeyServer, VerificationKey

MAX_LENGTH = 16 * 1024
MAX_NAME = 255
KEPT = 10_000
KEPT_SECONDS = 300.0
"""How long a token is not verified again, at most: its key may have been withdrawn."""

MARKS_OF_ID_TOKENS = frozenset({"nonce", "at_hash", "c_hash", "s_hash"})

Claims = dict[str, Any]


class TokenRefused(Unauthorized):
    """`code` says in a word why."""


class TokenMalformed(TokenRefused):
    code = "token_malformed"


class TokenAlgorithm(TokenRefused):
    code = "token_algorithm"


class TokenKeyUnknown(TokenRefused):
    code = "token_key_unknown"


class TokenSignature(TokenRefused):
    code = "token_signature"


class TokenExpired(TokenRefused):
    code = "token_expired"


class TokenNotYetValid(TokenRefused):
    code = "token_not_yet_valid"


class TokenIssuer(TokenRefused):
    code = "token_issuer"


class TokenAudience(TokenRefused):
    code = "token_audience"


class TokenClaims(TokenRefused):
    code = "token_claims"


class TokenOfSignIn(TokenRefused):
    code = "token_id_token"


_REASONS: dict[str, tuple[type[TokenRefused], str]] = {
    "ExpiredSignatureError": (TokenExpired, "the token has expired; sign in again"),
    "ImmatureSignatureError": (TokenNotYetValid, "the token is not valid yet; compare the clocks"),
    "InvalidIssuedAtError": (TokenClaims, "the token does not say when it was made"),
    "InvalidIssuerError": (TokenIssuer, "the token is of another issuer"),
    "InvalidAudienceError": (TokenAudience, "the token is for another audience"),
    "MissingRequiredClaimError": (TokenClaims, "the token lacks a claim that it must have"),
    "InvalidSignatureError": (TokenSignature, "the token was not signed by the key that it names"),
    "InvalidAlgorithmError": (TokenAlgorithm, "the token is signed in a way that is not accepted"),
    "InvalidKeyError": (TokenAlgorithm, "the token is signed in a way that is not accepted"),
}
"""By the names of the library's errors: it is loaded only where such tokens are accepted."""


@dataclass(frozen=True, slots=True)
class TokenRules:
    """What a token must say. Empty `issuer` and `audiences` demand nothing."""

    issuer: str = ""
    audiences: Collection[str] = ()
    parties: Collection[str] = ()
    """For whom a token may have been made, when it says so (`azp`)."""
    leeway: float = 10.0
    access_only: bool = False
    """Whether ID tokens are refused: they tell an application who has signed in, and give nobody access to anything."""


class TokenVerifier:
    def __init__(self, keys: KeyServer, rules: Callable[[], TokenRules]) -> None:
        self._keys = keys
        self._rules = rules
        self._verified: OrderedDict[bytes, tuple[Claims, float, float]] = OrderedDict()
        self._lock = threading.Lock()

    @staticmethod
    def is_meant(bearer: str) -> bool:
        return bearer.count(".") == 2

    def claims(self, token: str) -> Claims:
        """The claims of a good token; raises TokenRefused, and KeyServerUnreachable when it cannot be verified."""
        if len(token) > MAX_LENGTH or not token.isascii():
            raise TokenMalformed("this is no token that could be read")
        digest = hashlib.sha256(token.encode()).digest()
        key = self._key(_key_named(token))
        with self._lock:
            known = self._verified.get(digest)
        # The clock of the wall says when a token ends, the steady one how long it was known.
        if known is not None and time.time() < known[1] and time.monotonic() < known[2]:
            return known[0]
        claims = self._verify(token, key)
        self._remember(digest, claims)
        return claims

    def _key(self, name: str | None) -> VerificationKey:
        key = self._keys.key(name)
        if key is None:
            raise TokenKeyUnknown("the token was signed by a key that the identity provider does not have")
        return key

    def _verify(self, token: str, key: VerificationKey) -> Claims:
        import jwt

        rules = self._rules()
        required = ["exp", "iat", "sub", *(["iss"] if rules.issuer else [])]
        try:
            claims: Claims = jwt.decode(
                token,
                key.key,
                algorithms=[key.algorithm],
                issuer=rules.issuer or None,
                audience=list(rules.audiences) or None,
                leeway=rules.leeway,
                options={"require": required, "verify_aud": bool(rules.audiences)},
            )
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise _refusal(error) from None
        _require_plain(claims)
        party = claims.get("azp")
        if rules.parties and party is not None and party not in rules.parties:
            raise TokenAudience("the token was made for another application")
        if rules.access_only and _is_id_token(token, claims):
            raise TokenOfSignIn("this is an ID token, made for signing in; send an access token, or an API key")
        return claims

    def _remember(self, digest: bytes, claims: Claims) -> None:
        until = float(claims["exp"]) + self._rules().leeway
        with self._lock:
            self._verified[digest] = (claims, until, time.monotonic() + KEPT_SECONDS)
            while len(self._verified) > KEPT:
                self._verified.popitem(last=False)


def _key_named(token: str) -> str | None:
    """The name of the key, before anything is verified; only accepted algorithms get as far as that."""
    import jwt

    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise TokenMalformed("this is no token that could be read") from None
    if header.get("alg") not in ALGORITHMS.values():
        raise TokenAlgorithm("the token is signed in a way that is not accepted")
    name = header.get("kid")
    if name is not None and (not isinstance(name, str) or len(name) > MAX_NAME):
        raise TokenMalformed("the token does not name its key")
    return name


def _is_id_token(token: str, claims: Claims) -> bool:
    """By what only ID tokens have (OpenID Connect Core, 3.3.2.11), unless it says that it is for access (RFC 9068).

    Tokens that a provider makes for a program's own account and that have none of it, as Google's, are not meant.
    """
    import jwt

    kind = str(jwt.get_unverified_header(token).get("typ", "")).lower()
    if kind in {"at+jwt", "application/at+jwt"}:
        return False
    return claims.get("typ") == "ID" or not MARKS_OF_ID_TOKENS.isdisjoint(claims)


def _require_plain(claims: Claims) -> None:
    """A subject that can be stored; times that are numbers."""
    subject = claims["sub"]
    if not isinstance(subject, str) or not subject.strip() or len(subject) > MAX_NAME or "\x00" in subject:
        raise TokenClaims("the token does not say who it is about")
    try:
        subject.encode()
    except UnicodeEncodeError:
        raise TokenClaims("the token does not say who it is about") from None


def _refusal(error: Exception) -> TokenRefused:
    for kind in type(error).__mro__:
        if kind.__name__ in _REASONS:
            refused, words = _REASONS[kind.__name__]
            return refused(words)
    return TokenMalformed("this is no token that could be read")
