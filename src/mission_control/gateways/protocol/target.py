"""Where a gateway is, and what is needed to be let in."""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from mission_control.gateways.protocol.identity import DeviceIdentity

SCHEMES = frozenset({"ws", "wss"})


class BadUrl(ValueError):
    """The text says what to write instead."""


@dataclass(frozen=True)
class Target:
    url: str
    token: str | None = field(default=None, repr=False)
    identity: DeviceIdentity | None = field(default=None, repr=False)
    """None: we come without a device and are not paired."""
    device_token: str | None = field(default=None, repr=False)
    allow_insecure_tls: bool = False
    certificate_authority: str | None = None
    """PEM of the authority that signed the gateway's certificate, when the machine does not know it."""
    allow_private: bool = True
    least_version: str = ""
    """Older gateways are not used; blank for any."""

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or (443 if self.is_secure else 80)

    @property
    def is_secure(self) -> bool:
        return urlsplit(self.url).scheme == "wss"

    @property
    def secret(self) -> str | None:
        """What goes into `auth.token`: a token that a person entered counts for more than one of an earlier pairing."""
        return self.token or self.device_token

    def tls(self) -> ssl.SSLContext | None:
        """Raises ssl.SSLError for an authority that is no certificate."""
        if not self.is_secure:
            return None
        context = ssl.create_default_context(cadata=self.certificate_authority)
        if self.allow_insecure_tls:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def checked_url(text: str) -> str:
    """The url of a gateway in one spelling; raises BadUrl, which names all that is wrong with it."""
    try:
        parts = urlsplit(text.strip())
        has_port = parts.port != 0
    except ValueError:
        raise BadUrl("write an address such as wss://gateway.example.org:18789") from None
    if flaws := list(_flaws(text.strip(), parts, has_port=has_port)):
        raise BadUrl("; ".join(flaws))
    return _spelled(parts)


def _flaws(text: str, parts: SplitResult, *, has_port: bool) -> Iterator[str]:
    if parts.scheme.lower() not in SCHEMES or not parts.hostname:
        yield "write an address that begins with ws:// or wss://, for example wss://gateway.example.org:18789"
    if parts.username is not None or parts.password is not None:
        yield "leave name and password out of the address; a token has a field of its own"
    if parts.query or parts.fragment:
        yield "leave everything from ? or # on out of the address; a token has a field of its own"
    if not has_port:
        yield "write the port that the gateway listens on; there is none of number 0"
    if any(character.isspace() or not character.isprintable() for character in text):
        yield "leave blanks, and what cannot be seen, out of the address"


def _spelled(parts: SplitResult) -> str:
    host = (parts.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme.lower()}://{host}{port}{parts.path.rstrip('/')}"
