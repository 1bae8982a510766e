"""Which addresses of the network the product connects to on somebody's word."""

import ipaddress
import re
import socket

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
METADATA = frozenset({ipaddress.ip_address("fd00:ec2::254"), ipaddress.ip_address("100.100.100.200")})
"""Where clouds tell a machine its secrets, beside the link-local addresses."""
ENDS_WITH_IPV4 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))
"""What a translator (RFC 6052) or an old kernel (RFC 4291, 2.5.5.1) takes for the IPv4 address at its end."""
TRANSLATED_HERE = ipaddress.ip_network("64:ff9b:1::/48")
"""The prefixes of translators of one network (RFC 8215), where the IPv4 address may stand anywhere."""

LOOPBACK = ipaddress.ip_address("127.0.0.1")
NAMES: dict[str, Address] = {
    "localhost": LOOPBACK,
    "localhost.localdomain": LOOPBACK,
    "ip6-localhost": ipaddress.ip_address("::1"),
    "ip6-loopback": ipaddress.ip_address("::1"),
    "metadata.google.internal": ipaddress.ip_address("169.254.169.254"),
}
"""Names that mean the same everywhere; `.localhost` as a whole is of this machine (RFC 6761)."""
_OLD_SPELLING = re.compile(r"(0x[0-9a-f]+|[0-9]+)(\.(0x[0-9a-f]+|[0-9]+)){0,3}")


def forbidden(address: Address, *, allow_private: bool) -> str | None:
    """Why we do not connect to an address, if so."""
    address = _meant(address)
    if address.is_link_local or address in METADATA:
        return f"{address} is where machines keep data about themselves"
    if address.is_multicast or address.is_unspecified:
        return f"{address} is no address of one machine"
    if not allow_private and _is_private(address):
        return f"{address} is in a private network, which this installation does not allow"
    return None


def _is_private(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and (address.is_site_local or address in TRANSLATED_HERE):
        return True
    return not address.is_global


def _meant(address: Address) -> Address:
    """The IPv4 address that an IPv6 address is another way to write, or the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if inner := address.ipv4_mapped or address.sixtofour:
        return inner
    # The two smallest are those of IPv6 itself: of no machine, and of this one.
    if int(address) > 1 and any(address in network for network in ENDS_WITH_IPV4):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def literal_address(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def known_address(host: str) -> Address | None:
    """What a host means without anybody being asked: an address in any spelling, or a name that all machines have.

    Stricter than what is connected to, so that a mistake is told when it is made: there the name is looked up.
    """
    name = host.rstrip(".").lower()
    if name in NAMES or name.endswith(".localhost"):
        return NAMES.get(name, LOOPBACK)
    if address := literal_address(name):
        return address
    # `127.1`, `0x7f.1` and `2130706433`, as the resolver takes them.
    if not _OLD_SPELLING.fullmatch(name):
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(name))
    except OSError:
        return None
