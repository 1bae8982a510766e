"""Addresses of databases, as operators write them."""

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError


def require_readable(address: str) -> None:
    """Raises ValueError, which repeats nothing of it, for one that cannot be read, or is read as another.

    A password with a sign of the address in it would be taken for a host, and shown as one.
    """
    try:
        url = make_url(address)
        well = "@" not in (url.host or "") and (bool(url.host) or "host" in url.query or "@" not in address)
    except (ArgumentError, ValueError):
        well = False
    if not well:
        raise ValueError(
            "this is no address of a database; write @ : / # and ? in a user or password as %40 %3A %2F %23 and %3F"
        )
