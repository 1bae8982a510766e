"""Tokens that are found by a public part and proved by a secret: `<prefix>_<public>_<secret>`."""

import re
from typing import Any

from mission_control.kernel.security.secrets import new_secret

MAX_LENGTH = 200
SHOWN_SECRET = "…"  # noqa: S105 - stands for one
_IN_TEXT = re.compile(r"(mc[a-z]{0,2}_[0-9A-Za-z]{8,64}_)[\w-]{20,}", re.ASCII)
_IN_HEADER = re.compile(r"(x-agent-token[\"']?\s*[:=]\s*[\"']?)(?!mc[a-z]{0,2}_)[\w-]{20,}", re.ASCII | re.IGNORECASE)
"""Those of a former installation look like anything: they are known by where they stand."""


def mint(prefix: str, public: str) -> str:
    return f"{prefix}_{public}_{new_secret()}"


def public_part(prefix: str, token: str) -> str | None:
    """What to look for; None for what cannot be a token of this kind."""
    kind, _, rest = token.partition("_")
    public, _, secret = rest.partition("_")
    if kind != prefix or not secret or len(token) > MAX_LENGTH or not public.isascii() or not public.isalnum():
        return None
    return public


def without_tokens(text: str) -> str:
    """A text of others, in which tokens of ours keep their public part alone."""
    return _IN_HEADER.sub(rf"\1{SHOWN_SECRET}", _IN_TEXT.sub(rf"\1{SHOWN_SECRET}", text))


def masked(said: Any) -> Any:
    """The same of whatever JSON says: what agents do by a shell has their tokens in it."""
    if isinstance(said, str):
        return without_tokens(said)
    if isinstance(said, list):
        return [masked(part) for part in said]
    if isinstance(said, dict):
        return {masked(name): masked(part) for name, part in said.items()}
    return said
