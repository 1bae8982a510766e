"""Tokens that are found by a public part and proved by a secret: `<prefix>_<public>_<secret>`."""

from mission_control.kernel.security.secrets import new_secret

MAX_LENGTH = 200


def mint(prefix: str, public: str) -> str:
    return f"{prefix}_{public}_{new_secret()}"


def public_part(prefix: str, token: str) -> str | None:
    """What to look for; None for what cannot be a token of this kind."""
    kind, _, rest = token.partition("_")
    public, _, secret = rest.partition("_")
    if kind != prefix or not secret or len(token) > MAX_LENGTH or not public.isascii() or not public.isalnum():
        return None
    return public
