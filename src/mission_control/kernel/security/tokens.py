"""Tokens that are found by a public part and proved by a secret: `<prefix>_<public>_<secret>`."""

import re

from mission_control.kernel.security.secrets import new_secret

MAX_LENGTH = 200
_IN_TEXT = re.compile(r"(mc[a-z]{0,2}_[0-9A-Za-z]{8,64}_)[\w-]{20,}")


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
    return _IN_TEXT.sub(r"\1…", text)
