"""What real senders send: their headers, computed as their documentation says and without the product's help."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from uuid import uuid4

Headers = dict[str, str]
SECRET = "a-shared-secret-of-the-tests-0123456789"


def hex_of(secret: str, signed: bytes) -> str:
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def github(body: bytes, secret: str = SECRET, delivery: str | None = None) -> Headers:
    return {
        "Content-Type": "application/json",
        "User-Agent": "GitHub-Hookshot/044aadd",
        "X-GitHub-Delivery": delivery or str(uuid4()),
        "X-GitHub-Event": "push",
        "X-Hub-Signature-256": f"sha256={hex_of(secret, body)}",
    }


def gitlab(_body: bytes, secret: str = SECRET, delivery: str | None = None) -> Headers:
    return {
        "Content-Type": "application/json",
        "X-Gitlab-Event": "Push Hook",
        "X-Gitlab-Event-UUID": delivery or str(uuid4()),
        "X-Gitlab-Token": secret,
    }


def stripe(body: bytes, secret: str = SECRET, *, late: int = 0) -> Headers:
    moment = str(int(time.time()) - late)
    signature = hex_of(secret, moment.encode() + b"." + body)
    # While a secret is rolled there are two signatures; `v0` is of test mode.
    given = f"t={moment},v1={hex_of('an-older-secret', body)},v1={signature},v0={'0' * 64}"
    return {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": given}


def sentry(body: bytes, secret: str = SECRET, delivery: str | None = None) -> Headers:
    return {
        "Content-Type": "application/json",
        "Request-ID": delivery or uuid4().hex,
        "Sentry-Hook-Resource": "issue",
        "Sentry-Hook-Timestamp": str(int(time.time())),
        "Sentry-Hook-Signature": hex_of(secret, body),
    }


def standard(body: bytes, secret: str = SECRET, delivery: str | None = None, *, late: int = 0) -> Headers:
    """https://www.standardwebhooks.com: what is after `whsec_` is the key in base64."""
    name, moment = delivery or f"msg_{uuid4().hex}", str(int(time.time()) - late)
    key = base64.b64decode(secret.removeprefix("whsec_")) if secret.startswith("whsec_") else secret.encode()
    digest = hmac.new(key, f"{name}.{moment}.".encode() + body, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "Webhook-Id": name,
        "Webhook-Timestamp": moment,
        "Webhook-Signature": f"v1a,AAAA v1,{base64.b64encode(digest).decode()}",
    }


def plain(body: bytes, secret: str = SECRET) -> Headers:
    return {"X-Webhook-Signature": hex_of(secret, body)}


def event(number: int = 1) -> bytes:
    """A body that Stripe might send; its id names the delivery."""
    return json.dumps({"id": f"evt_{number}_{uuid4().hex}", "type": "invoice.paid", "data": {"n": number}}).encode()


SENDERS: dict[str, Callable[[bytes, str], Headers]] = {
    "hmac": plain,
    "github": github,
    "gitlab": gitlab,
    "stripe": stripe,
    "sentry": sentry,
    "standard": standard,
}
"""By the scheme that a webhook for them has."""
