"""How senders prove who they are: a table of schemes, and what each of them computes. Pure.

A webhook names its scheme; `SCHEMES` says what that means. Secrets and signatures are compared in constant time.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

TOLERANCE_SECONDS = 300
"""How old, or how far ahead, a signed time may be."""
LONGEST_DELIVERY_ID = 200


class SchemeName(StrEnum):
    HMAC = "hmac"
    GITHUB = "github"
    GITLAB = "gitlab"
    STRIPE = "stripe"
    SENTRY = "sentry"
    STANDARD = "standard"


class Verdict(StrEnum):
    VALID = "valid"
    MISSING = "missing"
    INVALID = "invalid"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request as it came. Header names are in small letters; of a repeated header the first value counts."""

    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """What is checked: a secret, what the signature header holds, the request, and the present time."""

    secret: str
    given: str
    incoming: Incoming
    now: float


@dataclass(frozen=True, slots=True)
class Scheme:
    headers: tuple[str, ...]
    """Where the signature is, the first that is not empty; a webhook that names a header has that one alone."""
    check: Callable[[Proof], Verdict]
    delivery_headers: tuple[str, ...] = ()
    """Where the sender names the delivery, the first that is not empty."""
    delivery_in_body: bool = False
    """Whether `id` of the JSON object that was sent names the delivery."""


def verify(scheme: Scheme, header: str | None, secret: str, incoming: Incoming, now: float) -> Verdict:
    names = (header.lower(),) if header else scheme.headers
    given = next((value for name in names if (value := incoming.headers.get(name, "").strip())), None)
    return scheme.check(Proof(secret, given, incoming, now)) if given else Verdict.MISSING


def delivery_id(scheme: Scheme, incoming: Incoming) -> str | None:
    """How the sender names this delivery; None where it does not."""
    named: object = _id_in(incoming.body) if scheme.delivery_in_body else None
    for name in scheme.delivery_headers:
        named = named or incoming.headers.get(name, "").strip()
    if not isinstance(named, str) or not named:
        return None
    return named if len(named) <= LONGEST_DELIVERY_ID else f"sha256:{hashlib.sha256(named.encode()).hexdigest()}"


def _id_in(body: bytes) -> str | None:
    try:
        sent = json.loads(body)
        named = sent.get("id") if isinstance(sent, dict) else None
        # Must be storable: no lone surrogates and no NUL.
        return named if isinstance(named, str) and named.encode() and "\x00" not in named else None
    except (ValueError, RecursionError):
        return None


def _hex(secret: bytes, signed: bytes) -> str:
    return hmac.new(secret, signed, hashlib.sha256).hexdigest()


def _same(given: str, expected: str) -> bool:
    # Bytes: `compare_digest` refuses text that is not ASCII.
    return hmac.compare_digest(given.encode(), expected.encode())


def _verdict(valid: bool) -> Verdict:
    return Verdict.VALID if valid else Verdict.INVALID


def _hex_of_body(proof: Proof) -> Verdict:
    given = proof.given.lower().removeprefix("sha256=").strip()
    return _verdict(_same(given, _hex(proof.secret.encode(), proof.incoming.body)))


def _secret_itself(proof: Proof) -> Verdict:
    return _verdict(_same(proof.given, proof.secret))


def _stripe(proof: Proof) -> Verdict:
    """`t=1700000000,v1=…`, several `v1` while a secret is rotated; the time is part of what is signed."""
    parts = [part.strip().partition("=") for part in proof.given.split(",")]
    moment = next((value for name, _, value in parts if name == "t"), "")
    expected = _hex(proof.secret.encode(), moment.encode() + b"." + proof.incoming.body)
    valid = [_same(value.lower(), expected) for name, _, value in parts if name == "v1"]
    return _in_time(moment, proof.now) if any(valid) else Verdict.INVALID


def _standard(proof: Proof) -> Verdict:
    """`v1,<base64> v1,<base64>` over id, time and body: https://www.standardwebhooks.com"""
    named, moment = (proof.incoming.headers.get(name, "") for name in ("webhook-id", "webhook-timestamp"))
    signed = f"{named}.{moment}.".encode() + proof.incoming.body
    digest = hmac.new(_standard_key(proof.secret), signed, hashlib.sha256).digest()
    expected = base64.b64encode(digest).decode()
    valid = [
        _same(value, expected) for kind, _, value in (it.partition(",") for it in proof.given.split()) if kind == "v1"
    ]
    return _in_time(moment, proof.now) if any(valid) else Verdict.INVALID


def _standard_key(secret: str) -> bytes:
    if not secret.startswith("whsec_"):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        return secret.encode()


def _in_time(moment: str, now: float) -> Verdict:
    """Asked of a time that was signed: an old one is a replay, or a clock that is wrong."""
    if not moment.isascii() or not moment.isdigit() or len(moment) > 12:
        return Verdict.INVALID
    return Verdict.VALID if abs(now - int(moment)) <= TOLERANCE_SECONDS else Verdict.EXPIRED


SCHEMES: Mapping[SchemeName, Scheme] = {
    SchemeName.HMAC: Scheme(
        ("x-hub-signature-256", "x-webhook-signature"),
        _hex_of_body,
        ("x-github-delivery", "webhook-id", "idempotency-key", "x-gitlab-event-uuid"),
    ),
    SchemeName.GITHUB: Scheme(("x-hub-signature-256",), _hex_of_body, ("x-github-delivery",)),
    # The event's id is shared by deliveries that cause each other; the key, of newer servers, is not.
    SchemeName.GITLAB: Scheme(("x-gitlab-token",), _secret_itself, ("idempotency-key", "x-gitlab-event-uuid")),
    SchemeName.STRIPE: Scheme(("stripe-signature",), _stripe, delivery_in_body=True),
    SchemeName.SENTRY: Scheme(("sentry-hook-signature",), _hex_of_body, ("request-id",)),
    SchemeName.STANDARD: Scheme(("webhook-signature",), _standard, ("webhook-id",)),
}
"""What each name means. `hmac` is the default and what the other ones began as."""
