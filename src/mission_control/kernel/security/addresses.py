"""Which addresses of the network the product connects to on somebody's word."""

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
METADATA = frozenset({ipaddress.ip_address("fd00:ec2::254"), ipaddress.ip_address("100.100.100.200")})
"""Where clouds tell a machine its secrets, beside the link-local addresses."""


def forbidden(address: Address, *, allow_private: bool) -> str | None:
    """Why we do not connect to an address, if so."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if address.is_link_local or address in METADATA:
        return f"{address} is where machines keep data about themselves"
    if address.is_multicast or address.is_unspecified:
        return f"{address} is no address of one machine"
    if not allow_private and not address.is_global:
        return f"{address} is in a private network, which this installation does not allow"
    return None


def literal_address(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
