"""Reads a git repository: a program of its own, so that a hostile or endless one can be cut off as a whole.

It gets an order as JSON on its input, `{"url"}` with a `"branch"` or a `"place"`, and answers JSON on its output:
`{"commit", "branch", "folder", "files", "warnings"}`, or `{"error"}` with a sentence.

Nothing is checked out and nothing of the repository is run: no hooks, no submodules, no filters, no symbolic links; the
objects of one commit are held in memory and its texts are taken from them.
"""

import json
import re
import resource
import ssl
import stat
import sys
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

import urllib3
from dulwich.client import HTTPUnauthorized, Urllib3HttpGitClient
from dulwich.errors import NotGitRepository
from dulwich.objects import Blob, Commit, ObjectID, Tree
from dulwich.refs import Ref
from dulwich.repo import MemoryRepo

CONNECT_SECONDS = 10
READ_SECONDS = 20
MAX_MEMORY = 1024 * 1024 * 1024
MAX_DOWNLOAD = 64 * 1024 * 1024
MAX_ENTRIES = 50_000
MAX_DEPTH = 20
MAX_FILE = 256 * 1024
MAX_TEXT = 16 * 1024 * 1024
MAX_CPU_SECONDS = 60

HEAD = "HEAD"
_HEADS = "refs/heads/"
_COMMIT = re.compile(r"[0-9a-f]{40}")
_WANTED = frozenset({"SKILL.md"})
_AT_THE_ROOT = frozenset({"skills_index.json"})


class Refused(Exception):
    """The repository cannot be taken; the text says why."""


class _OneHost(urllib3.PoolManager):
    """Goes to one server alone, whatever that answers: what it redirects elsewhere is refused."""

    origin = ""

    def urlopen(self, method: str, url: str, *arguments: Any, **options: Any) -> Any:
        if not url.startswith(f"{self.origin}/"):
            raise Refused("the server sends us to another address, which is not followed")
        return super().urlopen(method, url, *arguments, **options)


class _ByProxy(_OneHost, urllib3.ProxyManager):
    """Through the proxy that the environment names."""


class _Counting(Urllib3HttpGitClient):
    """Stops reading where a repository is too large."""

    received = 0

    def _http_request(self, *arguments: Any, **options: Any) -> Any:
        response, read = super()._http_request(*arguments, **options)
        return response, self._counted(read)

    def _counted(self, read: Callable[[int], bytes]) -> Callable[[int], bytes]:
        def counting(size: int) -> bytes:
            data = read(size)
            self.received += len(data)
            if self.received > MAX_DOWNLOAD:
                raise Refused(f"the repository is larger than {MAX_DOWNLOAD // 1024**2} MiB")
            return data

        return counting


Choice = tuple[str, ObjectID, str]
"""(branch, commit, what stands behind the branch) of what is wanted."""
Heads = Mapping[str, ObjectID]
"""Commits by the names of their branches, and that of `HEAD` where the server tells it."""


def fetch(url: str, choose: Callable[[Heads], Choice]) -> dict[str, Any]:
    """The chosen commit, and its texts by path; raises Refused."""
    origin, _, path = url.removeprefix("https://").partition("/")
    repo = MemoryRepo()
    branch, commit_id, behind = _download(f"https://{origin}", f"/{path}", choose, repo)
    commit = repo.object_store[commit_id]
    if not isinstance(commit, Commit):
        raise Refused(f"{branch} is not the name of a branch")
    reader = _Reader(repo)
    files = dict(reader.texts(commit.tree))
    told = {"commit": commit_id.decode(), "branch": branch, "folder": behind}
    return {**told, "files": files, "warnings": reader.warnings}


def head_of(branch: str) -> Callable[[Heads], Choice]:
    """The head of this branch."""

    def choose(heads: Heads) -> Choice:
        if branch in heads:
            return branch, heads[branch], ""
        raise Refused(f"the repository has no branch {branch}; it has {_listed(heads)}")

    return choose


def place(text: str | None) -> Callable[[Heads], Choice]:
    """The branch, or commit, that a text begins with; without a text the one that is usual there."""

    def choose(heads: Heads) -> Choice:
        if not text:
            return _usual(heads)
        fitting = [name for name in heads if f"{text}/".startswith(f"{name}/")]
        if fitting:
            branch = max(fitting, key=len)
            return branch, heads[branch], text[len(branch) :].strip("/")
        first, _, rest = text.partition("/")
        if _COMMIT.fullmatch(first):
            return first, ObjectID(first.encode()), rest
        raise Refused(f"the repository has no branch {first}; it has {_listed(heads)}")

    return choose


def _usual(heads: Heads) -> Choice:
    names = [name for name in ("main", "master", *sorted(heads)) if name in heads and name != HEAD]
    if HEAD in heads:
        names = [name for name in names if heads[name] == heads[HEAD]] or names
    if not names:
        raise Refused("the repository is empty")
    return names[0], heads[names[0]], ""


def _listed(heads: Heads) -> str:
    return ", ".join(sorted(name for name in heads if name != HEAD)[:10]) or "none"


def _download(origin: str, path: str, choose: Callable[[Heads], Choice], repo: MemoryRepo) -> Choice:
    client = _Counting(origin, pool_manager=_pool(origin), quiet=True)
    chosen: list[Choice] = []

    def wanted(refs: Mapping[Ref, ObjectID], depth: int | None = None) -> list[ObjectID]:  # noqa: ARG001
        heads = {ref.decode(errors="replace"): commit for ref, commit in refs.items()}
        named = {name.removeprefix(_HEADS): heads[name] for name in heads if name.startswith(_HEADS) or name == HEAD}
        chosen.append(choose(named))
        return [chosen[-1][1]]

    client.fetch(path, repo, determine_wants=wanted, depth=1, ref_prefix=[HEAD.encode(), _HEADS.encode()])
    return chosen[-1]


def _pool(origin: str) -> _OneHost:
    options: dict[str, Any] = {
        "num_pools": 1,
        "ssl_context": ssl.create_default_context(),
        "timeout": urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
        "retries": urllib3.Retry(total=3, connect=0, read=0, redirect=3),
    }
    host = origin.removeprefix("https://")
    proxy = urllib.request.getproxies().get("https")
    pool = _ByProxy(proxy, **options) if proxy and not urllib.request.proxy_bypass(host) else _OneHost(**options)
    pool.origin = origin
    return pool


class _Reader:
    """Goes through a tree and takes the texts that tell of skills."""

    def __init__(self, repo: MemoryRepo) -> None:
        self._objects = repo.object_store
        self._entries = 0
        self._text = 0
        self.warnings: list[str] = []

    def texts(self, tree_id: ObjectID) -> Iterator[tuple[str, str]]:
        """(path, text), folder by folder."""
        folders: list[tuple[str, ObjectID]] = [("", tree_id)]
        while folders:
            place, current = folders.pop(0)
            for name, mode, object_id in self._inside(place, current):
                path = f"{place}/{name}".lstrip("/")
                if stat.S_ISDIR(mode):
                    folders.append((path, object_id))
                elif (text := self._text_of(path, name, mode, object_id)) is not None:
                    yield path, text

    def _inside(self, place: str, tree_id: ObjectID) -> Iterator[tuple[str, int, ObjectID]]:
        tree = self._objects[tree_id]
        if not isinstance(tree, Tree) or place.count("/") >= MAX_DEPTH:
            raise Refused(f"folders are nested more than {MAX_DEPTH} deep")
        for entry in tree.items():
            self._entries += 1
            if self._entries > MAX_ENTRIES:
                raise Refused(f"the repository holds more than {MAX_ENTRIES} files and folders")
            name = entry.path.decode(errors="replace")
            if name.isprintable() and "\ufffd" not in name and not name.startswith(".") and "/" not in name:
                yield name, entry.mode, entry.sha

    def _text_of(self, path: str, name: str, mode: int, object_id: ObjectID) -> str | None:
        if name not in _WANTED and path not in _AT_THE_ROOT:
            if mode == 0o160000:
                self._warn(f"{path} is a repository of its own, which is not read")
            return None
        if not stat.S_ISREG(mode):
            self._warn(f"{path} is not a file, and is not followed")
            return None
        blob = self._objects[object_id]
        data = blob.as_raw_string() if isinstance(blob, Blob) else b""
        if len(data) > MAX_FILE:
            self._warn(f"{path} is longer than {MAX_FILE // 1024} KiB")
            return None
        self._text += len(data)
        if self._text > MAX_TEXT:
            raise Refused(f"its skills are longer than {MAX_TEXT // 1024**2} MiB together")
        return self._decoded(path, data)

    def _decoded(self, path: str, data: bytes) -> str | None:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self._warn(f"{path} is not UTF-8")
            return None
        if "\x00" in text:
            self._warn(f"{path} holds NUL characters")
            return None
        return text

    def _warn(self, sentence: str) -> None:
        if len(self.warnings) < 50:
            self.warnings.append(sentence)


def _sentence(error: BaseException) -> str:
    """Why a repository could not be read, without addresses of this machine."""
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, NotGitRepository | HTTPUnauthorized):
        return "there is no public repository at this address"
    if isinstance(error, MemoryError):
        return f"the repository takes more than {MAX_MEMORY // 1024**2} MiB of memory to read"
    text = f"{error} {error.__cause__ or ''} {error.__context__ or ''}"
    if "CERTIFICATE" in text.upper():
        return "the server's certificate is not valid for its name"
    if "timed out" in text or "Timeout" in text:
        return "the server did not answer in time"
    if any(sign in text for sign in ("resolve", "Name or service", "refused", "unreachable", "NewConnection")):
        return "the server cannot be reached"
    return "the server does not answer as a git server does"


def _bound() -> None:
    for what, most in ((resource.RLIMIT_AS, MAX_MEMORY), (resource.RLIMIT_CPU, MAX_CPU_SECONDS)):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def main() -> None:
    _bound()
    order = json.load(sys.stdin)
    try:
        choose = head_of(order["branch"]) if "branch" in order else place(order["place"])
        answer = fetch(order["url"], choose)
    except (Exception, MemoryError) as error:  # noqa: BLE001 - whatever goes wrong is told to whoever ordered it
        answer = {"error": _sentence(error)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
