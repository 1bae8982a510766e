"""What an organization may call its own. Pure."""

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?")
_PATH = re.compile(r"(?:/[A-Za-z0-9_~][A-Za-z0-9._~-]*)*")


def trusted_source(raw: str) -> str:
    """An address below which skills are trusted, as it is kept: `https://host/owner`, without a slash at its end.

    Raises ValueError with a sentence for everything that could mean more than it seems to.
    """
    parts = urlsplit(raw.strip())
    host, path = parts.netloc.lower(), parts.path.rstrip("/")
    plain = not parts.query and not parts.fragment and "?" not in raw and "#" not in raw
    if parts.scheme.lower() != "https" or not plain or not _HOST.fullmatch(host) or not _PATH.fullmatch(path):
        raise ValueError("write the beginning of an address, such as https://github.com/acme")
    return f"https://{host.removesuffix(':443')}{path}"
