"""The caller's address when proxies stand between.

Each proxy appends the address it was called from, so only the right end of the chain is worth anything: what
stands to the left of the first hop that is not ours was written by a stranger.
"""

import ipaddress
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network
RawHeaders = Iterable[tuple[bytes, bytes]]
"""Header lines as ASGI has them: lower-case names, in the order they came."""

UNKNOWN = "unknown"
KNOWN = 1_024
"""Texts whose addresses are kept at hand: most callers have called a moment ago."""

# `192.0.2.1:47011` and `[2001:db8::1]:47011`, or without port: RFC 7239 section 6, and some proxies do it in
# X-Forwarded-For too.
_WITH_PORT = re.compile(r"\[([^\]]+)\](?::\d+)?|([^:]+)(?::\d+)?")


def parse_networks(text: str) -> tuple[IPNetwork, ...]:
    """`10.0.0.0/8, ::1` as networks; raises ValueError for anything else."""
    return tuple(ipaddress.ip_network(entry, strict=False) for entry in map(str.strip, text.split(",")) if entry)


def client_address(peer: str | None, headers: RawHeaders, trusted: Sequence[IPNetwork]) -> str:
    """The nearest address that is not a trusted proxy's, or `unknown` where the server knows no peer."""
    if not peer:
        return UNKNOWN
    address = _address(peer)
    if address is None:
        return peer
    if not _is_trusted(address, trusted):
        return str(address)
    forwarded, x_forwarded_for = _chains(headers)
    answers = [_nearest_stranger(address, chain, trusted) for chain in (forwarded, x_forwarded_for) if chain]
    # Proxies write one of the two headers and hand through the other as the caller made it up. When they
    # disagree, nobody can tell which is which, and the proxy's own address is the last thing that is certain.
    if len(set(answers)) != 1:
        return str(address)
    return str(answers[0])


@lru_cache(KNOWN)
def rate_limit_key(address: str) -> str:
    """What attempts are counted under: the address, for IPv6 its /64, which is what one customer is given."""
    parsed = _address(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((int(parsed), 64), strict=False))
    return address if parsed is None else str(parsed)


def _chains(headers: RawHeaders) -> tuple[list[str], list[str]]:
    forwarded: list[str] = []
    x_forwarded_for: list[str] = []
    for name, value in headers:
        if name == b"forwarded":
            # Split at every comma, also in quotes: a stranger's unbalanced quote must not swallow what our
            # proxy has appended.
            forwarded.extend(_for_parameter(element) for element in value.decode("latin-1").split(","))
        elif name == b"x-forwarded-for":
            x_forwarded_for.extend(value.decode("latin-1").split(","))
    return forwarded, x_forwarded_for


def _for_parameter(element: str) -> str:
    for pair in element.split(";"):
        name, _, value = pair.partition("=")
        if name.strip().lower() == "for":
            return value
    return ""


def _nearest_stranger(peer: IPAddress, chain: list[str], trusted: Sequence[IPNetwork]) -> IPAddress:
    nearest = peer
    for node in reversed(chain):
        address = _node(node)
        # "unknown", a hidden name or nonsense: the proxy that wrote it is the last one that can be named.
        if address is None:
            return nearest
        nearest = address
        if not _is_trusted(address, trusted):
            return nearest
    return nearest


def _node(text: str) -> IPAddress | None:
    node = text.strip().strip('"').strip()
    found = _WITH_PORT.fullmatch(node)
    if found:
        node = found[1] or found[2]
    # A zone means something on the sender's machine only, and would make endless names for one address.
    return None if "%" in node else _address(node)


@lru_cache(KNOWN)
def _address(text: str) -> IPAddress | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    # How a socket that listens on both families shows an IPv4 caller.
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _is_trusted(address: IPAddress, trusted: Sequence[IPNetwork]) -> bool:
    return any(address in network for network in trusted)
