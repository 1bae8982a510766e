"""What one setting may hold, each with a sentence that says what to write instead; raise ValueError."""

import ipaddress
import re
from urllib.parse import urlsplit

from pydantic import ValidationInfo

MIN_LOCAL_TOKEN_LENGTH = 50
MIN_LOCAL_TOKEN_VARIETY = 8
MIN_SECRET_KEY_LENGTH = 32
LOG_LEVELS = frozenset({"TRACE", "DEBUG", "INFO", "WARN", "WARNING", "ERROR", "CRITICAL", "FATAL", "NOTSET"})
LOOKS_LIKE_PRODUCTION = frozenset({"prod", "live", "production"})
ROLES = frozenset({"owner", "admin", "member"})
PLACEHOLDER_TOKENS = frozenset({"change-me", "changeme", "replace-me", "local-auth-token", "secret", "token"})


def environment_name(value: str) -> str:
    """A word that is nearly `production` must not leave out what production demands."""
    value = value.strip()
    if value.lower() in LOOKS_LIKE_PRODUCTION and value != "production":
        raise ValueError("write production in full and in small letters, or another name")
    return value


def log_level(value: str) -> str:
    value = value.strip().upper()
    if value not in LOG_LEVELS and not (value.isdecimal() and value.isascii()):
        raise ValueError("write TRACE, DEBUG, INFO, WARNING, ERROR or a number")
    return value


def secret_key(value: str) -> str:
    value = value.strip()
    if value and len(value) < MIN_SECRET_KEY_LENGTH:
        raise ValueError(f"write at least {MIN_SECRET_KEY_LENGTH} random characters, e.g. from: openssl rand -hex 32")
    return value


def clerk_api(value: str) -> str:
    value = value.strip().rstrip("/")
    return value if value.endswith("/v1") else f"{value}/v1"


def role_map(value: str) -> str:
    for entry in filter(None, map(str.strip, value.split(","))):
        name, _, role = entry.rpartition("=")
        if not name.strip() or role.strip() not in ROLES:
            raise ValueError("write VALUE=ROLE separated by commas, with owner, admin or member as roles")
    return value


def public_address(value: str) -> str:
    value = value.strip().rstrip("/")
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError("write an absolute URL such as https://mission-control.example.org")
    return value


def database_address(value: str) -> str:
    value = value.strip()
    for prefix in ("postgres://", "postgresql://", "postgresql+psycopg://"):
        if value.startswith(prefix):
            address = "postgresql+psycopg://" + value[len(prefix) :]
            # Here: a command that opens no database does without the library.
            from mission_control.kernel.db.address import require_readable

            require_readable(address)
            return address
    if value and not value.startswith("sqlite:///"):
        raise ValueError("write sqlite:///path/to/file.db or postgresql://user:password@host/name")
    return value


def strong_token(value: str) -> str:
    value = value.strip()
    if not value:
        return value
    if value.lower() in PLACEHOLDER_TOKENS or len(value) < MIN_LOCAL_TOKEN_LENGTH:
        raise ValueError(f"write at least {MIN_LOCAL_TOKEN_LENGTH} random characters, e.g. from: openssl rand -hex 32")
    if len(set(value)) < MIN_LOCAL_TOKEN_VARIETY:
        raise ValueError("the token repeats a few characters; make one with: openssl rand -hex 32")
    return value


def version(value: str) -> str:
    value = value.strip()
    if value and not re.fullmatch(r"v?\d+(\.\d+){0,3}([-+][\w.-]+)?", value):
        raise ValueError("write a version as gateways write theirs, e.g. 2026.02.9")
    return value


def blank_is_unset(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def rate(value: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{0,8}/[1-9][0-9]{0,5}", value.strip()):
        raise ValueError("write REQUESTS/SECONDS, e.g. 20/60")
    return value.strip()


def host_names(value: str) -> str:
    hosts = [host.strip().lower() for host in value.split(",") if host.strip()]
    if not all(re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?", host) for host in hosts):
        raise ValueError("write host names separated by commas, e.g. github.com,git.example.org:8443")
    return ",".join(hosts)


def networks(value: str) -> str:
    for entry in filter(None, map(str.strip, value.split(","))):
        try:
            ipaddress.ip_network(entry, strict=False)
        except ValueError:
            raise ValueError("write addresses or networks separated by commas, e.g. 10.0.0.0/8") from None
    return value


def strong_tokens(value: str, info: ValidationInfo) -> str:
    # One token with a comma in it is one token.
    tokens = [value] if info.field_name == "local_auth_token" else value.split(",")
    return ",".join(filter(None, map(strong_token, tokens)))


def parse_rate(value: str) -> tuple[int, int]:
    """`20/60` as (requests, seconds)."""
    amount, seconds = value.split("/")
    return int(amount), int(seconds)
