"""Addresses by which a stranger would have the product, or an agent, call at a place that is not theirs. Seeded."""

from __future__ import annotations

import ipaddress
import random
from collections.abc import Callable, Iterator

INSIDE = (
    *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"),
    *("0.0.0.0/8", "192.0.0.0/29", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4"),
)
FAMOUS = ("127.0.0.1", "169.254.169.254", "100.100.100.200", "0.0.0.0", "10.0.0.1", "192.168.0.1")
INSIDE_6 = ("::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1", "64:ff9b:1::a00:1")
NAMES = ("localhost", "LOCALHOST", "a.localhost", "router", "printer.local", "metadata.google.internal", "db.corp")
POINTING_INSIDE = "pointing-inside.example.org"
"""A name of the internet, of a machine that is none of it."""
Ip = ipaddress.IPv4Address
WRITTEN: tuple[Callable[[Ip], str], ...] = (
    str,
    lambda ip: f"{ip}.",
    lambda ip: str(int(ip)),
    lambda ip: hex(int(ip)),
    lambda ip: oct(int(ip)).replace("0o", "0"),
    lambda ip: ".".join(f"0{octet:o}" for octet in ip.packed),
    lambda ip: ".".join(hex(octet) for octet in ip.packed),
    lambda ip: f"{ip.packed[0]}.{int.from_bytes(ip.packed[1:])}",
    lambda ip: f"{ip.packed[0]}.{ip.packed[1]}.{int.from_bytes(ip.packed[2:])}",
    lambda ip: f"0x{ip.packed[0]:x}.{int.from_bytes(ip.packed[1:])}",
    lambda ip: f"[::ffff:{ip}]",
    lambda ip: f"[::ffff:{int(ip) >> 16:x}:{int(ip) & 0xFFFF:x}]",
    lambda ip: f"[0:0:0:0:0:ffff:{int(ip) >> 16:x}:{int(ip) & 0xFFFF:x}]",
    lambda ip: f"[64:ff9b::{int(ip) >> 16:x}:{int(ip) & 0xFFFF:x}]",
    lambda ip: f"[2002:{int(ip) >> 16:x}:{int(ip) & 0xFFFF:x}::1]",
    lambda ip: f"[::{ip}]",
    lambda ip: f"[::ffff:{ip}%25eth0]",
    lambda ip: str(ip).translate(str.maketrans("0123456789.", "０１２３４５６７８９。")),
    lambda ip: str(ip).replace("1", "①"),
    lambda ip: "".join(f"%{ord(character):02x}" for character in str(ip)),
)
"""The ways in which some library, somewhere, reads an address."""
AROUND: tuple[Callable[[str, str], str], ...] = (
    lambda scheme, host: f"{scheme}://{host}/",
    lambda scheme, host: f"{scheme}://{host}:8443/a/b",
    lambda scheme, host: f"{scheme.upper()}://{host}/",
    lambda scheme, host: f"{scheme}://{host}/owner/repository",
    lambda scheme, host: f"{scheme}://{host}/owner/repository/tree/main/a",
    lambda scheme, host: f"{scheme}://github.com@{host}/owner/repository",
    lambda scheme, host: f"{scheme}://github.com:443@{host}/owner/repository",
    lambda scheme, host: f"{scheme}://{host}?github.com/owner/repository",
    lambda scheme, host: f"{scheme}://{host}\\@github.com/owner/repository",
    lambda scheme, host: f"{scheme}://{host}#@github.com/owner/repository",
    lambda scheme, host: f"{scheme}://github.com%00@{host}/",
    lambda scheme, host: f"{scheme}:// {host}/",
    lambda scheme, host: f"{scheme}://\t{host}/",
    lambda scheme, host: f"{scheme}://{host}\r\nHost: github.com/",
    lambda scheme, host: f"{scheme}:{host}/",
    lambda scheme, host: f"{scheme}:/{host}/",
    lambda _scheme, host: f"//{host}/",
    lambda scheme, host: f"{scheme}:///{host}/",
    lambda scheme, host: f"{scheme}://{host}:0x1bb/",
    lambda scheme, host: f"{scheme}://{host}:99999/",
    lambda scheme, host: f"{scheme}://{host}:-1/",
    lambda scheme, host: f"{scheme}://{host}:443:80/",
    lambda scheme, host: f"{scheme}+unix://{host}/",
)
SCHEMES = (
    "file",
    "gopher",
    "dict",
    "ftp",
    "ldap",
    "jar:https",
    "data",
    "javascript",
    "netdoc",
    "tftp",
    "view-source",
    "",
)


def hostile(scheme: str, number: int, seed: int = 4) -> Iterator[str]:
    """So many addresses for a field that takes those of this scheme."""
    chance = random.Random(f"{seed}-{scheme}")
    for turn in range(number):
        kind = turn % 10
        if kind < 7:
            yield chance.choice(AROUND)(scheme, chance.choice(WRITTEN)(_inside(chance)))
        elif kind == 7:
            yield chance.choice(AROUND)(scheme, f"[{chance.choice(INSIDE_6)}]")
        elif kind == 8:
            yield chance.choice(AROUND)(scheme, chance.choice((*NAMES, POINTING_INSIDE)))
        else:
            yield chance.choice(AROUND)(chance.choice(SCHEMES), "example.org")


def _inside(chance: random.Random) -> Ip:
    if chance.random() < 0.4:
        return Ip(chance.choice(FAMOUS))
    network = ipaddress.IPv4Network(chance.choice(INSIDE))
    return network[chance.randrange(network.num_addresses)]
