"""Which addresses skills and packs may have, and what they are called."""

import re
from collections.abc import Collection
from urllib.parse import SplitResult, unquote, urlsplit

from mission_control.kernel.security.addresses import forbidden, literal_address

MAX_URL = 500
DEFAULT_BRANCH = "main"
UNCATEGORIZED = "uncategorized"
_SEGMENT = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
_BRANCH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._/-]{0,199}")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_OWN_NAMES = ("localhost", "local", "internal", "lan", "home", "intranet", "corp", "localdomain", "arpa")
MARKS = ("/-/tree/", "/-/blob/", "/src/branch/", "/tree/", "/blob/")
"""What stands between a repository and a branch in the addresses of folders and files, on the usual servers."""
_EXACTLY_TWO = "github.com"
_MOST_SEGMENTS = 6


def pack_url(raw: str, hosts: Collection[str]) -> str:
    """The address of a repository in its one spelling; raises ValueError with a sentence for what is refused.

    `hosts` are the names that packs may come from, with a port where it is not the usual one.
    """
    url = _split(raw.strip())
    host, port = _host_of(url)
    named = _named(host, port)
    if url.scheme.lower() != "https":
        raise ValueError("write an address that begins with https://")
    if named not in hosts:
        known = " and ".join(sorted(hosts))
        raise ValueError(f"repositories are read from {known}; SKILL_PACK_HOSTS names further hosts")
    segments = url.path.strip("/").removesuffix(".git").split("/")
    most = 2 if host == _EXACTLY_TWO else _MOST_SEGMENTS
    if url.query or url.fragment or not 2 <= len(segments) <= most or not all(map(_is_segment, segments)):
        raise ValueError("write the address of a repository: https://host/owner/repository")
    return f"https://{named}/{'/'.join(segments)}"


def skill_url(raw: str, hosts: Collection[str] = ()) -> str:
    """The address of a single skill in its one spelling; raises ValueError for one that agents should not fetch.

    `hosts` are as for packs: who runs the installation has named them, wherever they are.
    """
    url = _split(raw.strip())
    host, port = _host_of(url)
    if url.scheme.lower() not in {"http", "https"}:
        raise ValueError("write an address that begins with https:// or http://")
    if _named(host, port) not in hosts and not _is_public(host):
        raise ValueError("write an address that is reachable from the internet, not one of a private network")
    place = f"[{host}]" if ":" in host else host
    rest = url.path or "/"
    rest += f"?{url.query}" if url.query else ""
    rest += f"#{url.fragment}" if url.fragment else ""
    return f"{url.scheme.lower()}://{place}{f':{port}' if port else ''}{rest}"


def place_of(url: str, hosts: Collection[str]) -> tuple[str, str | None]:
    """(repository, branch and folder) of a skill's address, the second None for the root of what is usual there.

    Raises ValueError with a sentence for what cannot be read; where the branch ends, the repository knows alone.
    """
    parts = _split(url)
    if parts.query or parts.fragment:
        raise ValueError("write the address of a folder in a repository, without ? and #")
    mark = next((mark for mark in MARKS if mark in parts.path), None)
    head, _, inside = parts.path.partition(mark) if mark else (parts.path, "", "")
    repository = pack_url(f"{parts.scheme}://{parts.netloc}{head}", hosts)
    place = unquote(inside).strip("/").removesuffix("SKILL.md").rstrip("/")
    if not place.isprintable() or ".." in place.split("/"):
        raise ValueError("write the address of a folder in a repository")
    return repository, place or None


def pinned(url: str, of_branch: str, commit_id: str) -> str | None:
    """An address on a branch as it is in one commit, which does not move; None where it names another branch."""
    mark = next((mark for mark in MARKS if mark in url), None)
    if mark is None:
        return f"{url.rstrip('/').removesuffix('.git')}/tree/{commit_id}"
    if f"{mark}{of_branch}" not in url:
        return None
    return url.replace(f"{mark}{of_branch}", f"{mark.replace('branch', 'commit')}{commit_id}", 1)


def branch(raw: str | None) -> str:
    """A branch by its name; raises ValueError for what git would not take for one."""
    name = (raw or "").strip() or DEFAULT_BRANCH
    odd = ("..", "//", "/.", "./")
    ends_oddly = name.endswith(("/", ".", ".lock"))
    if not _BRANCH.fullmatch(name) or ends_oddly or any(part in name for part in odd):
        raise ValueError("write the name of a branch: letters, digits, and . _ / - between them")
    return name


def name_from(url: str) -> str:
    """What something at this address is called while nobody has said so."""
    parts = urlsplit(url)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2]).removesuffix(".git")
    words = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "", last.replace("-", " ").replace("_", " ")).strip()
    return (words or parts.hostname or url)[:200]


def _split(raw: str) -> SplitResult:
    if len(raw) > MAX_URL:
        raise ValueError(f"write an address of up to {MAX_URL} characters")
    if not raw.isascii() or not raw.isprintable() or any(odd in raw for odd in ' \\<>"^`{|}'):
        raise ValueError("write an address of printable ASCII characters; others are percent-encoded")
    return urlsplit(raw)


def _host_of(url: SplitResult) -> tuple[str, int | None]:
    if url.username is not None or url.password is not None or "@" in url.netloc:
        raise ValueError("write an address without a user or a password")
    try:
        host, port = (url.hostname or "").rstrip("."), url.port
    except ValueError:
        raise ValueError("the port is not a number from 1 to 65535") from None
    if not host:
        raise ValueError("write an address with a host")
    return host, port


def _named(host: str, port: int | None) -> str:
    """As `hosts` name it."""
    return host if port in {None, 443} else f"{host}:{port}"


def _is_segment(segment: str) -> bool:
    return _SEGMENT.fullmatch(segment) is not None and not segment.endswith(".") and ".." not in segment


def _is_public(host: str) -> bool:
    """Whether a name or address is one of the internet, as far as it tells by itself."""
    if address := literal_address(host):
        return forbidden(address, allow_private=False) is None
    labels = host.split(".")
    # The last label of a name is a word; `127.1` and `0x7f.1` are other spellings of addresses.
    is_name = len(labels) > 1 and all(map(_LABEL.fullmatch, labels)) and not labels[-1][0].isdigit()
    return is_name and labels[-1] not in _OWN_NAMES
